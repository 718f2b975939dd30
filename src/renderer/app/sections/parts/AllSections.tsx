import { FileUp, Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Section } from '../../../../shared/contract/section.ts'
import { sectionTitle } from '../../../../shared/domain/list-names.ts'
import { useLive } from '../../../live.ts'
import { useKeepsRosters } from '../../../rights.ts'
import { hrefOf, navigate, useDocumentTitle, useRoute } from '../../../router.ts'
import { Button } from '../../../ui/Button.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { Page, Panel } from '../../../ui/Page.tsx'
import { plain } from '../../../ui/plain.ts'
import { Segments } from '../../../ui/Tabs.tsx'
import { SearchField } from '../../../ui/TextField.tsx'
import { commonWords } from '../../../words/common.ts'
import { sectionWords } from '../../../words/sections.ts'
import { MakeDialog } from './MakeDialog.tsx'
import { SectionGrid } from './SectionGrid.tsx'

const toImport = hrefOf(['import'])
const noSections: readonly Section[] = []
const standings = [
  { id: 'present', label: sectionWords.presentSections },
  { id: 'archived', label: sectionWords.archivedSections },
] as const

/** Every section of the school, grade by grade; a new one, and the import of a roster. */
export function AllSections() {
  const query = useRoute((route) => route.query)
  const isArchived = query['show'] === 'archived'
  const mayChange = useKeepsRosters()
  const [isMaking, setMaking] = useState(false)
  const { data, problem, isLoading, reload } = useLive('section.list', { isArchived })
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
          <Segments
            label={sectionWords.title}
            choices={standings}
            value={isArchived ? 'archived' : 'present'}
            onChange={(id) =>
              navigate(hrefOf(['sections'], { show: id === 'archived' ? id : undefined }), { replace: true })
            }
          />
          {(all.length > 0 || filter !== '') && (
            <SearchField
              label={sectionWords.filterSections}
              clearLabel={commonWords.clear}
              value={filter}
              onChange={setFilter}
            />
          )}
          {mayChange && (
            <>
              <Button icon={Plus} onPress={() => setMaking(true)}>
                {sectionWords.make}
              </Button>
              <LinkButton variant="primary" icon={FileUp} href={toImport}>
                {sectionWords.import}
              </LinkButton>
            </>
          )}
        </>
      }
    >
      <Panel isFilling isFlush>
        <SectionGrid
          sections={sections}
          isFiltered={filter !== ''}
          isArchived={isArchived}
          isLoading={isLoading}
          problem={problem}
          onRetry={reload}
          importHref={mayChange ? toImport : undefined}
        />
      </Panel>
      {isMaking && <MakeDialog onClose={() => setMaking(false)} />}
    </Page>
  )
}
