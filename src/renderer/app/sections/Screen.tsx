import { FileUp } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { Section } from '../../../shared/contract/section.ts'
import { RosterDrop } from '../../import/RosterDrop.tsx'
import { useLive } from '../../live.ts'
import { hrefOf, navigate, useDocumentTitle, useRoute } from '../../router.ts'
import { commonWords } from '../../words/common.ts'
import { sectionTitle } from '../../../shared/domain/list-names.ts'
import { sectionWords } from '../../words/sections.ts'
import { Button } from '../../ui/Button.tsx'
import { Page, Panel } from '../../ui/Page.tsx'
import { SearchField } from '../../ui/TextField.tsx'
import { plain } from '../../ui/plain.ts'
import { ImportDialog } from './parts/ImportDialog.tsx'
import { SectionGrid } from './parts/SectionGrid.tsx'
import { SectionPage } from './parts/SectionPage.tsx'

/** Every section, or with one in the address that section's students. A person alone leads to their section. */
export function Screen() {
  const [sectionId] = useRoute((route) => route.parts)
  useSectionOfPerson()
  return <RosterDrop>{sectionId === undefined ? <AllSections /> : <SectionPage sectionId={sectionId} />}</RosterDrop>
}

/** `#/sections?person=ID`, as other screens write it who know the student only. */
function useSectionOfPerson(): void {
  const { parts, query } = useRoute()
  const personId = parts.length === 0 ? query['person'] : undefined
  const { data } = useLive('person.find', personId === undefined ? null : { text: '', personId })
  const sectionId = data?.people[0]?.sectionIds[0]
  useEffect(() => {
    if (personId === undefined || sectionId === undefined) return
    navigate(hrefOf(['sections', sectionId], { person: personId }), { replace: true })
  }, [personId, sectionId])
}

const noSections: readonly Section[] = []

function AllSections() {
  const isImportAsked = useRoute((route) => route.query['import'] === '1')
  const [isImporting, setImporting] = useState(isImportAsked)
  const { data, problem, isLoading, reload } = useLive('section.list', {})
  const [filter, setFilter] = useState('')
  const all = data?.sections ?? noSections
  const sections = useMemo(
    () =>
      all.filter(({ gradeLevel, name, adviser }) =>
        plain(`${sectionTitle(gradeLevel, name)} ${adviser ?? ''}`).includes(plain(filter.trim())),
      ),
    [all, filter],
  )
  const students = all.reduce((sum, section) => sum + section.studentCount, 0)
  useDocumentTitle(sectionWords.title)
  return (
    <Page
      title={sectionWords.title}
      subtitle={data === null ? undefined : sectionWords.summary(all.length, students)}
      actions={
        <>
          {all.length > 0 && (
            <SearchField
              label={sectionWords.filterSections}
              placeholder={sectionWords.filterSections}
              clearLabel={commonWords.clear}
              value={filter}
              onChange={setFilter}
            />
          )}
          <Button variant="primary" icon={FileUp} onPress={() => setImporting(true)}>
            {sectionWords.import}
          </Button>
        </>
      }
    >
      <Panel isFilling isFlush>
        <SectionGrid
          sections={sections}
          isFiltered={filter !== ''}
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
