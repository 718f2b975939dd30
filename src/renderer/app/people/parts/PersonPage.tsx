import {
  Archive,
  ArchiveRestore,
  ArrowRightLeft,
  ChevronLeft,
  House,
  LogOut,
  Pencil,
  UserRoundPlus,
} from 'lucide-react'
import { useState } from 'react'
import type { Enrollment, PersonPage as Page_ } from '../../../../shared/contract/person.ts'
import type { PersonId } from '../../../../shared/ids.ts'
import { call } from '../../../api.ts'
import { nowMs } from '../../../clock.ts'
import { showDeed } from '../../../deed.ts'
import { EnrollmentDialog, type EnrollmentDoing } from '../../../enrollment/EnrollmentDialog.tsx'
import { useLive } from '../../../live.ts'
import { useKeepsRosters } from '../../../rights.ts'
import { hrefOf, useDocumentTitle } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { Link, LinkButton } from '../../../ui/Link.tsx'
import { MenuButton, type MenuAction } from '../../../ui/Menu.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Page } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { peopleWords as words } from '../../../words/people.ts'
import { problemWords } from '../../../words/problems.ts'
import { HouseholdDialog } from './HouseholdDialog.tsx'
import { PersonClasses } from './PersonClasses.tsx'
import { PersonDialog } from '../../../person/PersonDialog.tsx'
import { PersonEnrollments } from './PersonEnrollments.tsx'
import { PersonFacts } from './PersonFacts.tsx'
import { PersonHistory } from './PersonHistory.tsx'
import { PersonLinks } from './PersonLinks.tsx'
import styles from './PersonPage.module.css'
import { PersonRecords } from './PersonRecords.tsx'

type Doing = EnrollmentDoing | { readonly kind: 'edit' } | { readonly kind: 'household' }

/** Whether a stay counts on a day. */
const isOn = ({ firstOn, lastOn, endReason }: Enrollment, on: string) =>
  endReason !== 'enteredByMistake' && firstOn <= on && (lastOn === null || lastOn >= on)

/** Everything that the school has of one person, and everything that can be done about it. */
export function PersonPage({ personId }: { readonly personId: string }) {
  const formats = useFormats()
  const { data, problem, reload } = useLive('person.get', { personId })
  useDocumentTitle(data?.person.listName ?? words.title)
  if (data === null) {
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
  return <Loaded page={data} />
}

const BackButton = () => (
  <LinkButton href={hrefOf(['people'])} icon={ChevronLeft}>
    {words.back}
  </LinkButton>
)

function Loaded({ page }: { readonly page: Page_ }) {
  const formats = useFormats()
  const mayChange = useKeepsRosters()
  const [doing, setDoing] = useState<Doing | null>(null)
  const { person, mergedInto } = page
  const isStudent = person.kind === 'student'
  const on = formats.dateOf(nowMs())
  const current = page.enrollments.filter((stay) => stay.section !== null && isOn(stay, on))
  const hasStay = page.enrollments.some(({ lastOn }) => lastOn === null || lastOn >= on)
  const students = [{ personId: person.id, listName: person.listName }]
  const archive = useArchive(person.id, person.isArchived)
  const actions: readonly MenuAction[] = [
    ...(isStudent && !person.isArchived
      ? [
          {
            id: 'enroll',
            label: words.actions.enroll,
            icon: UserRoundPlus,
            onAction: () => setDoing({ kind: 'enroll', students }),
          },
          {
            id: 'move',
            label: words.actions.move,
            icon: ArrowRightLeft,
            isDisabled: current.length === 0,
            onAction: () => setDoing({ kind: 'move', students }),
          },
          {
            id: 'withdraw',
            label: words.actions.withdraw,
            icon: LogOut,
            isDisabled: !hasStay,
            onAction: () => setDoing({ kind: 'withdraw', students }),
          },
        ]
      : []),
    {
      id: 'household',
      label: words.actions.household,
      icon: House,
      onAction: () => setDoing({ kind: 'household' }),
    },
    person.isArchived
      ? { id: 'restore', label: words.actions.restore, icon: ArchiveRestore, onAction: archive.run }
      : { id: 'archive', label: words.actions.archive, icon: Archive, onAction: archive.run },
  ]
  const close = () => setDoing(null)
  return (
    <Page
      title={person.listName}
      subtitle={
        <>
          {current.length === 0 && isStudent && <span>{words.noSection}</span>}
          {current.map(({ section }) =>
            section === null ? null : (
              <Link key={section.id} href={hrefOf(['sections', section.id])}>
                {section.title}
              </Link>
            ),
          )}
          {person.studentNumber !== null && <span>{words.number(person.studentNumber)}</span>}
          {!isStudent && <span>{words.kinds.staff}</span>}
        </>
      }
      actions={
        <>
          <BackButton />
          {mayChange && mergedInto === null && (
            <>
              <MenuButton label={words.menuOf(person.listName)} groups={[{ id: 'all', actions }]} isIconOnly />
              <Button icon={Pencil} variant="primary" onPress={() => setDoing({ kind: 'edit' })}>
                {words.actions.edit}
              </Button>
            </>
          )}
        </>
      }
    >
      <div className={styles.page} key={person.id}>
        {mergedInto !== null ? (
          <Notice
            tone="info"
            title={words.mergedInto(mergedInto.listName)}
            actions={
              <LinkButton size="small" href={hrefOf(['people', mergedInto.personId])}>
                {words.toMerged}
              </LinkButton>
            }
          />
        ) : (
          person.isArchived && <Notice tone="info" title={words.isArchived} />
        )}
        <div className={styles.columns}>
          <div className={styles.column}>
            <PersonFacts page={page} mayChange={mayChange} onJoin={() => setDoing({ kind: 'household' })} />
            {isStudent && <PersonRecords page={page} />}
          </div>
          <div className={styles.column}>
            {isStudent && <PersonClasses page={page} />}
            {isStudent && <PersonLinks page={page} mayChange={mayChange && !person.isArchived} />}
            <PersonEnrollments
              page={page}
              onCorrect={mayChange ? (enrollment) => setDoing({ kind: 'correct', students, enrollment }) : undefined}
            />
            <PersonHistory history={page.history} mayUndo={mayChange} />
          </div>
        </div>
      </div>
      {doing?.kind === 'edit' && <PersonDialog person={person} onClose={close} />}
      {doing?.kind === 'household' && <HouseholdDialog page={page} onClose={close} />}
      {doing !== null && doing.kind !== 'edit' && doing.kind !== 'household' && (
        <EnrollmentDialog doing={doing} onClose={close} />
      )}
    </Page>
  )
}

function useArchive(personId: PersonId, isArchived: boolean) {
  return useTask(async () => {
    const { deedId } = await call(isArchived ? 'person.restore' : 'person.archive', { personIds: [personId] })
    showDeed(isArchived ? words.restored(1) : words.archived(1), deedId)
  })
}
