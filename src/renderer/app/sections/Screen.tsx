import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { useLive } from '../../live.ts'
import { useRoute } from '../../router.ts'
import { sectionWords } from '../../words/sections.ts'
import { Button } from '../../ui/Button.tsx'
import { Page, Panel } from '../../ui/Page.tsx'
import { useDocumentTitle } from '../../router.ts'
import { ImportDialog } from './parts/ImportDialog.tsx'
import { SectionGrid } from './parts/SectionGrid.tsx'
import { SectionPage } from './parts/SectionPage.tsx'

/** Every section, or with one in the address that section's students. */
export function Screen() {
  const [sectionId] = useRoute((route) => route.parts)
  return sectionId === undefined ? <AllSections /> : <SectionPage sectionId={sectionId} />
}

function AllSections() {
  const isImportAsked = useRoute((route) => route.query['import'] === '1')
  const [isImporting, setImporting] = useState(isImportAsked)
  const { data, problem, isLoading, reload } = useLive('section.list', {})
  const sections = data?.sections ?? []
  const students = sections.reduce((sum, section) => sum + section.studentCount, 0)
  useDocumentTitle(sectionWords.title)
  return (
    <Page
      title={sectionWords.title}
      subtitle={data === null ? undefined : sectionWords.summary(sections.length, students)}
      actions={
        <Button variant="primary" icon={FileUp} onPress={() => setImporting(true)}>
          {sectionWords.import}
        </Button>
      }
    >
      <Panel isFilling isFlush>
        <SectionGrid
          sections={sections}
          isLoading={isLoading}
          problem={problem}
          onRetry={reload}
          onImport={() => setImporting(true)}
        />
      </Panel>
      {isImporting && <ImportDialog onClose={() => setImporting(false)} />}
    </Page>
  )
}
