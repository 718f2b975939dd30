import { RosterDrop } from '../../import/RosterDrop.tsx'
import { useRoute } from '../../router.ts'
import { DoublesPage } from './parts/DoublesPage.tsx'
import { PeoplePage } from './parts/PeoplePage.tsx'
import { PersonPage } from './parts/PersonPage.tsx'

/** Everybody of the school as a list; with one in the address, that one's page. */
export function Screen() {
  const [part] = useRoute((route) => route.parts)
  if (part === undefined) {
    return (
      <RosterDrop>
        <PeoplePage />
      </RosterDrop>
    )
  }
  return part === 'doubles' ? <DoublesPage /> : <PersonPage personId={part} />
}
