import { useState } from 'react'
import type { RosterPreview } from '../../../../shared/contract/roster.ts'
import { useFormats } from '../../../status.ts'
import { DatePicker } from '../../../ui/DateField.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { StatTiles, type Stat } from '../../../ui/StatTiles.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { importWords as words } from '../../../words/import.ts'
import { alsoOf, effectOf, howRead, type Asked } from '../asked.ts'
import { BrakeNotice } from './BrakeNotice.tsx'
import { ColumnsTab } from './ColumnsTab.tsx'
import styles from './Import.module.css'
import { PeopleTab, type PersonAction } from './PeopleTab.tsx'
import { ProblemsTab, type ProblemFilter } from './ProblemsTab.tsx'
import { Questions } from './Questions.tsx'
import { SectionsTab } from './SectionsTab.tsx'

type Tab = 'people' | 'problems' | 'sections' | 'columns'

/** Where a person looks first: at what keeps the file from being read, then at rows that are left out, then at people. */
const firstTab = ({ missingColumn, problemKinds }: RosterPreview): Tab =>
  missingColumn !== null ? 'columns' : problemKinds.some(({ refusedCount }) => refusedCount > 0) ? 'problems' : 'people'

interface Props {
  readonly preview: RosterPreview
  readonly asked: Asked
  readonly onSay: (changes: Partial<Asked>) => void
  readonly isBrakeReleased: boolean
  readonly onRelease: (isReleased: boolean) => void
}

/** What files would do before they do it: what was recognised, what must be said, how much changes, and each row. */
export function PreviewStep({ preview, asked, onSay, isBrakeReleased, onRelease }: Props) {
  const [tab, setTab] = useState<Tab>(() => firstTab(preview))
  const [action, setAction] = useState<PersonAction | null>(null)
  const [filter, setFilter] = useState<ProblemFilter>('all')
  const { missingColumn, questions, brake, mappingFrom, columns, enrollments, notInFileCount } = preview
  const isReadable = missingColumn === null
  const effect = effectOf(preview)
  const also = alsoOf(preview)
  const how = howRead(preview)
  const formats = useFormats()
  return (
    <>
      <div className={styles.head}>
        <div className={styles.facts}>
          {also.length > 0 && <p>{also.join(' · ')}</p>}
          {how.length > 0 && <p className={styles.quiet}>{how.join(' · ')}</p>}
          {preview.isDelta && <p className={styles.quiet}>{words.isDelta}</p>}
        </div>
        {enrollments.addedCount + enrollments.movedCount > 0 && (
          <div className={styles.date}>
            <DatePicker
              label={words.firstOn}
              note={words.firstOnNote}
              value={asked.firstOn}
              onChange={(firstOn) => onSay({ firstOn })}
            />
          </div>
        )}
      </div>
      {!isReadable && (
        <Notice tone="warning" title={words.missingColumns[missingColumn]} isLive>
          {words.missingText}
        </Notice>
      )}
      {isReadable && effect === 'nothing' && (
        <Notice tone="good" title={words.nothingChanges}>
          {words.nothingChangesText}
        </Notice>
      )}
      {isReadable && effect === 'missing' && <Notice tone="info" title={words.onlyMissing(notInFileCount)} />}
      {brake !== null && <BrakeNotice brake={brake} isReleased={isBrakeReleased} onRelease={onRelease} />}
      {questions.length > 0 && (
        <Questions questions={questions} answers={asked.answers} onAnswer={(answers) => onSay({ answers })} />
      )}
      {isReadable && (
        <Counts
          preview={preview}
          action={tab === 'people' ? action : null}
          onAction={(wanted) => {
            setTab('people')
            setAction(wanted)
          }}
          onRefused={() => {
            setTab('problems')
            setFilter('refused')
          }}
        />
      )}
      <Tabs
        label={words.tabsLabel}
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: 'people',
            label: words.tabs.people,
            count: formats.number(preview.rows.length),
            content: <PeopleTab preview={preview} action={action} onShowAll={() => setAction(null)} />,
          },
          {
            id: 'problems',
            label: words.tabs.problems,
            count: formats.number(preview.problemCount),
            content: <ProblemsTab preview={preview} asked={asked} filter={filter} onFilter={setFilter} />,
          },
          {
            id: 'sections',
            label: words.tabs.sections,
            count: preview.sectionRows.length,
            content: <SectionsTab sections={preview.sectionRows} />,
          },
          ...(mappingFrom === null
            ? []
            : [
                {
                  id: 'columns' as const,
                  label: words.tabs.columns,
                  count: columns.length,
                  content: (
                    <ColumnsTab columns={columns} mappingFrom={mappingFrom} onMap={(mapping) => onSay({ mapping })} />
                  ),
                },
              ]),
        ]}
      />
    </>
  )
}

interface CountsProps {
  readonly preview: RosterPreview
  readonly action: PersonAction | null
  readonly onAction: (action: PersonAction | null) => void
  readonly onRefused: () => void
}

/** How many students each thing happens to; a press shows them. */
function Counts({ preview: { students, notInFileCount }, action, onAction, onRefused }: CountsProps) {
  const formats = useFormats()
  const tile = (id: PersonAction, value: number, tone: NonNullable<Stat['tone']>): Stat => ({
    id,
    label: words.counts[id],
    value: formats.number(value),
    tone: value > 0 ? tone : 'grey',
    isActive: action === id,
    onPress: () => onAction(action === id ? null : id),
  })
  return (
    <StatTiles
      label={words.countsLabel}
      stats={[
        tile('add', students.addedCount, 'green'),
        tile('change', students.changedCount, 'amber'),
        tile('unchanged', students.unchangedCount, 'grey'),
        {
          id: 'refused',
          label: words.counts.refused,
          value: formats.number(students.refusedCount),
          tone: students.refusedCount > 0 ? 'red' : 'grey',
          definition: words.countHelp.refused,
          onPress: onRefused,
        },
        {
          id: 'notInFile',
          label: words.counts.notInFile,
          value: formats.number(notInFileCount),
          tone: notInFileCount > 0 ? 'amber' : 'grey',
          definition: words.countHelp.notInFile,
        },
      ]}
    />
  )
}
