import { CalendarPlus, ChevronLeft, ChevronRight } from 'lucide-react'
import { nowMs } from '../../clock.ts'
import type { SectionId } from '../../../shared/ids.ts'
import { useLive } from '../../live.ts'
import { hrefOf, navigate, useDocumentTitle, useRoute } from '../../router.ts'
import { useFormats } from '../../status.ts'
import { WithDrawer } from '../../ui/Drawer.tsx'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { LinkButton } from '../../ui/Link.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { Select } from '../../ui/Select.tsx'
import { problemWords } from '../../words/problems.ts'
import { scheduleWords as words } from '../../words/schedule.ts'
import { sectionTitle } from '../../../shared/domain/list-names.ts'
import { MeetingDrawer } from './parts/MeetingDrawer.tsx'
import { MeetingGrid } from './parts/MeetingGrid.tsx'
import { ScheduleDialog } from './parts/ScheduleDialog.tsx'
import { addDays, mondayOf } from './week.ts'

/** The classes of one week; which week, section and class stand in the address. */
export function Screen() {
  const formats = useFormats()
  const { parts, query } = useRoute()
  const [on] = parts
  const chosen = query['meeting']
  const isNew = query['new'] === 'class'
  const monday = mondayOf(on ?? formats.dateOf(nowMs()))
  const sunday = addDays(monday, 6)
  const sectionId = query['section']
  const { data, problem, isLoading, reload } = useLive('meeting.list', {
    fromOn: monday,
    toOn: sunday,
    sectionId: sectionId as SectionId | undefined,
    limit: 500,
  })
  const sections = useLive('section.list', {}).data?.sections ?? []
  useDocumentTitle(words.title)

  /** Another week, section or class; what is not named stays, `undefined` is let go. */
  const go = (changes: { on?: string | undefined; section?: string | undefined; meeting?: string | undefined }) => {
    const next = { on, section: sectionId, meeting: undefined, ...changes }
    navigate(
      hrefOf(next.on === undefined ? ['schedule'] : ['schedule', next.on], {
        section: next.section,
        meeting: next.meeting,
      }),
      { replace: true },
    )
  }
  const close = () => go({})
  const newClassHref = hrefOf(on === undefined ? ['schedule'] : ['schedule', on], { new: 'class', section: sectionId })

  return (
    <Page
      title={words.title}
      subtitle={words.week(formats.date(monday, 'short'), formats.date(sunday, 'medium'), data?.meetings.length ?? 0)}
      actions={
        <>
          <IconButton icon={ChevronLeft} label={words.earlier} onPress={() => go({ on: addDays(monday, -7) })} />
          <Button onPress={() => go({ on: undefined })}>{words.thisWeek}</Button>
          <IconButton icon={ChevronRight} label={words.later} onPress={() => go({ on: addDays(monday, 7) })} />
          <Select
            label={words.sectionFilter}
            isLabelHidden
            choices={[
              { id: '', label: words.allSections },
              ...sections.map(({ id, gradeLevel, name }) => ({
                id: id as string,
                label: sectionTitle(gradeLevel, name),
              })),
            ]}
            value={sectionId ?? ''}
            onChange={(id) => go({ section: id === '' ? undefined : id })}
          />
          <LinkButton href={newClassHref} icon={CalendarPlus} variant="primary">
            {words.newClass}
          </LinkButton>
        </>
      }
    >
      {data !== null && data.nextCursor !== null && (
        <Notice tone="info" title={words.cut(data.meetings.length)}>
          {words.cutText}
        </Notice>
      )}
      {problem !== null && data === null ? (
        <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
      ) : (
        <WithDrawer drawer={chosen !== undefined ? <MeetingDrawer meetingId={chosen} onClose={close} /> : undefined}>
          <Panel isFilling isFlush>
            <MeetingGrid
              meetings={data?.meetings ?? []}
              isLoading={isLoading}
              newClassHref={newClassHref}
              currentId={chosen ?? null}
              onOpen={(meeting) => go({ meeting })}
            />
          </Panel>
        </WithDrawer>
      )}
      {isNew && (
        <ScheduleDialog
          sectionId={sectionId}
          onClose={close}
          onScheduled={({ id, time }) => go({ on: time.on, meeting: id })}
        />
      )}
    </Page>
  )
}
