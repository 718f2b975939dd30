import {
  Archive,
  ArchiveRestore,
  CalendarPlus,
  ChevronLeft,
  FileText,
  MessageSquareText,
  UserRoundPlus,
} from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { OutputOf } from '../../../../shared/contract/index.ts'
import { sectionTitle } from '../../../../shared/domain/list-names.ts'
import { call } from '../../../api.ts'
import { copyText } from '../../../copy.ts'
import { showDeed } from '../../../deed.ts'
import { LinkSheetDialog } from '../../../links/LinkSheetDialog.tsx'
import { useLive } from '../../../live.ts'
import { PersonDialog } from '../../../person/PersonDialog.tsx'
import { useKeepsRosters } from '../../../rights.ts'
import { hrefOf, navigate, useDocumentTitle, useRoute } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { showProblem } from '../../../task.ts'
import { LinkButton } from '../../../ui/Link.tsx'
import { MenuButton, type MenuGroup } from '../../../ui/Menu.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Page } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { peopleWords } from '../../../words/people.ts'
import { problemWords } from '../../../words/problems.ts'
import { sectionWords as words } from '../../../words/sections.ts'
import { LeftTab } from './LeftTab.tsx'
import { MissingTab } from './MissingTab.tsx'
import { SettingsTab } from './SettingsTab.tsx'
import { StudentsTab } from './StudentsTab.tsx'
import { SubjectsTab } from './SubjectsTab.tsx'
import { UnlistedTab } from './UnlistedTab.tsx'

const tabIds = ['students', 'subjects', 'unlisted', 'missing', 'left', 'settings'] as const
type TabId = (typeof tabIds)[number]

/** A section with everybody in it, as the contract answers it. */
export type Answer = OutputOf<'section.get'>

/** One section: its students, subjects and teachers, who waits for a word, who left, and its settings. */
export function SectionPage({ sectionId }: { readonly sectionId: string }) {
  const formats = useFormats()
  const { data, problem, reload } = useLive('section.get', { sectionId })
  useDocumentTitle(data === null ? words.title : sectionTitle(data.section.gradeLevel, data.section.name))
  if (data !== null) return <Loaded answer={data} />
  return (
    <Page title={words.title} actions={<BackButton />}>
      {problem === null ? (
        <Skeleton label={words.loading} />
      ) : (
        <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
      )}
    </Page>
  )
}

const BackButton = () => (
  <LinkButton href={hrefOf(['sections'])} icon={ChevronLeft}>
    {words.back}
  </LinkButton>
)

function Loaded({ answer }: { readonly answer: Answer }) {
  const { section, left, groups } = answer
  const formats = useFormats()
  const mayChange = useKeepsRosters()
  const asked = useRoute((route) => route.query['tab'])
  const tab = tabIds.find((id) => id === asked) ?? 'students'
  const missing = useLive('enrollment.missing', { sectionId: section.id }).data?.students
  const unlisted = useLive('enrollment.unlisted', { sectionId: section.id }).data?.people
  const [doing, setDoing] = useState<'add' | 'sheets' | null>(null)
  const title = sectionTitle(section.gradeLevel, section.name)
  const contents: Readonly<Record<TabId, { readonly count?: number | undefined; readonly content: ReactNode }>> = {
    students: { count: section.studentCount, content: <StudentsTab answer={answer} mayChange={mayChange} /> },
    subjects: {
      count: groups.length,
      content: <SubjectsTab section={section} groups={groups} mayChange={mayChange} />,
    },
    unlisted: { count: unlisted?.length, content: <UnlistedTab section={section} mayChange={mayChange} /> },
    missing: { count: missing?.length, content: <MissingTab section={section} mayChange={mayChange} /> },
    left: { count: left.length, content: <LeftTab title={title} left={left} /> },
    settings: { content: <SettingsTab key={section.id} section={section} mayChange={mayChange} /> },
  }
  const advised =
    section.adviser === null || section.adviserSince === null
      ? section.adviser
      : words.since(section.adviser, formats.date(section.adviserSince, 'short'))
  return (
    <Page
      title={title}
      subtitle={words.ofSection(advised, section.studentCount, section.shift)}
      actions={
        <>
          <BackButton />
          <MenuButton label={peopleWords.menuOf(title)} isIconOnly groups={groupsOf(section, mayChange, setDoing)} />
          {mayChange && !section.isArchived && (
            <LinkButton
              href={hrefOf(['schedule'], { new: 'class', section: section.id })}
              icon={CalendarPlus}
              variant="primary"
            >
              {words.schedule}
            </LinkButton>
          )}
        </>
      }
    >
      {section.isArchived && <Notice tone="info" title={words.isArchived} />}
      <Tabs
        label={words.tabs.label}
        value={tab}
        onChange={(id) =>
          navigate(hrefOf(['sections', section.id], { tab: id === 'students' ? undefined : id }), { replace: true })
        }
        tabs={tabIds.map((id) => {
          const { count, content } = contents[id]
          return { id, label: words.tabs[id], content, ...(count ? { count } : {}) }
        })}
      />
      {doing === 'add' && <PersonDialog person={null} sectionId={section.id} onClose={() => setDoing(null)} />}
      {doing === 'sheets' && (
        <LinkSheetDialog of={{ sectionId: section.id }} title={title} onClose={() => setDoing(null)} />
      )}
    </Page>
  )
}

async function copyMessage(sectionId: Answer['section']['id']): Promise<void> {
  try {
    const { text } = await call('link.message', { sectionId })
    await copyText(text, words.messageCopied)
  } catch (error) {
    showProblem(error)
  }
}

async function archive({ id, isArchived }: Answer['section']): Promise<void> {
  try {
    const { deedId } = await call(isArchived ? 'section.restore' : 'section.archive', { sectionId: id })
    showDeed(isArchived ? words.restored : words.archived, deedId)
  } catch (error) {
    showProblem(error)
  }
}

function groupsOf(
  section: Answer['section'],
  mayChange: boolean,
  onDo: (doing: 'add' | 'sheets') => void,
): readonly MenuGroup[] {
  const message = {
    id: 'message',
    label: words.menu.message,
    icon: MessageSquareText,
    onAction: () => void copyMessage(section.id),
  }
  if (!mayChange) return [{ id: 'links', actions: [message] }]
  const archiving = {
    id: 'archive',
    label: section.isArchived ? words.menu.restore : words.menu.archive,
    icon: section.isArchived ? ArchiveRestore : Archive,
    onAction: () => void archive(section),
  }
  if (section.isArchived) return [{ id: 'archive', actions: [archiving] }]
  return [
    {
      id: 'add',
      actions: [{ id: 'add', label: words.addStudent, icon: UserRoundPlus, onAction: () => onDo('add') }],
    },
    {
      id: 'links',
      actions: [{ id: 'sheets', label: words.menu.sheets, icon: FileText, onAction: () => onDo('sheets') }, message],
    },
    { id: 'archive', actions: [archiving] },
  ]
}
