import { RosterDrop } from '../../import/RosterDrop.tsx'
import { useRoute } from '../../router.ts'
import { AllSections } from './parts/AllSections.tsx'
import { SectionPage } from './parts/SectionPage.tsx'

/** Every section, or the page of the one in the address. */
export function Screen() {
  const [sectionId] = useRoute((route) => route.parts)
  return <RosterDrop>{sectionId === undefined ? <AllSections /> : <SectionPage sectionId={sectionId} />}</RosterDrop>
}
