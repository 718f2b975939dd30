import type { ScheduleMeeting } from '../../shared/contract/meeting.ts'
import { checkDraft, type DraftIssue } from '../../shared/domain/meeting.ts'
import { toInstant, wallTimeFit, type WallTime } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { KeptHost } from '../store/hosts.ts'
import type { KeptTime } from '../store/meetings.ts'

const minuteMs = 60_000

/** What a form says of a meeting, with the zone filled in. */
export type CheckedForm = Pick<
  ScheduleMeeting,
  'title' | 'description' | 'durationMinutes' | 'audience' | 'teachingGroupId' | 'sectionId' | 'host' | 'settings'
> & { readonly on: string; readonly startsAt: string; readonly timeZone: string }

/** Refuses a form that cannot become a meeting, naming the field. Raises `invalidInput`. */
export function checkForm(form: CheckedForm, now: number): void {
  const { settings } = form
  checkAudience(form)
  const start = wallOf(form)
  const issues = checkDraft(
    {
      title: form.title,
      description: form.description,
      start,
      durationMinutes: form.durationMinutes,
      audience: form.audience === 'class' ? 'classMembers' : 'anyoneWithLink',
      isRegistrationOn: form.audience === 'class',
      isWaitingRoomOn: settings.admission === 'waitingRoom',
      isJoinBeforeHostOn: settings.joinBeforeHost,
      passcode: null,
      isMutedOnEntry: settings.muteOnEntry,
      isHostVideoOn: settings.hostVideo,
      isParticipantVideoOn: settings.participantVideo,
    },
    now,
  )
  const issue = issues.find(({ isBlocking }) => isBlocking)
  if (issue !== undefined) throw problemOf(issue)
  checkClockChange(start)
  if (settings.admission === 'registrationLink' && form.audience !== 'class') {
    throw new ProblemError('invalidInput', 'Only a class whose students are registered can be open to their links.', {
      field: 'settings.admission',
      fix: 'Let people wait until the teacher admits them, or choose the audience "class".',
    })
  }
}

/** Registration is a feature of licensed hosts (zoom-facts section 2). Raises `invalidInput`. */
export function checkHost(host: Pick<KeptHost, 'isLicensed'>, audience: ScheduleMeeting['audience']): void {
  if (host.isLicensed || audience !== 'class') return
  throw new ProblemError(
    'invalidInput',
    'Zoom registers students only for hosts with a licence, and this one has none.',
    {
      field: 'host',
      fix: 'Choose a licensed host, give this one a licence in Zoom, or choose the audience "students".',
    },
  )
}

/** The plan of a form with its instants. */
export function timeOf(form: Pick<CheckedForm, 'on' | 'startsAt' | 'durationMinutes' | 'timeZone'>): KeptTime {
  const { on, startsAt, durationMinutes, timeZone } = form
  const startInstant = toInstant(wallOf(form))
  return {
    on,
    startsAt,
    durationMinutes,
    timeZone,
    startInstant,
    endInstant: startInstant + durationMinutes * minuteMs,
  }
}

function checkAudience({ audience, teachingGroupId, sectionId }: CheckedForm): void {
  const isOfClass = teachingGroupId !== undefined || sectionId !== undefined
  if (teachingGroupId !== undefined && sectionId !== undefined) {
    throw new ProblemError('invalidInput', 'A meeting is for a class or for a whole section, not for both.', {
      field: 'sectionId',
      fix: 'Leave one of them out.',
    })
  }
  if ((audience === 'class' || audience === 'students') && !isOfClass) {
    throw new ProblemError('invalidInput', 'It is not said which class this meeting is for.', {
      field: 'teachingGroupId',
      fix: 'Choose a class or a section.',
    })
  }
  if ((audience === 'teachers' || audience === 'personal') && isOfClass) {
    throw new ProblemError('invalidInput', 'A meeting of teachers, or of your own, is for no class.', {
      field: 'audience',
      fix: 'Choose the audience "class" or "students", or leave the class out.',
    })
  }
}

/** A time that the clocks skip does not exist on the wall, so nobody could come at it. */
function checkClockChange(start: WallTime): void {
  if (wallTimeFit(start) !== 'skipped') return
  throw new ProblemError('invalidInput', 'The clocks go forward on that date, and this time is skipped.', {
    field: 'startsAt',
    fix: 'Choose a time before or after the change of the clocks.',
  })
}

const wallOf = ({ on, startsAt, timeZone }: Pick<CheckedForm, 'on' | 'startsAt' | 'timeZone'>): WallTime => ({
  on,
  at: startsAt,
  timeZone,
})

function problemOf({ code, field }: DraftIssue): ProblemError {
  const problem = (message: string, at: string, fix?: string) =>
    new ProblemError('invalidInput', message, { field: at, ...(fix === undefined ? {} : { fix }) })
  switch (code) {
    case 'inThePast':
      return problem('This time has passed.', 'startsAt', 'Choose a time to come.')
    case 'notAZone':
      return problem('This computer does not know that time zone.', 'timeZone', 'Name it like Asia/Manila.')
    case 'notATime':
      return problem('That date or time is not in the calendar.', 'on')
    case 'waitingRoomExcludesJoinBeforeHost':
      return problem(
        'With a waiting room nobody can join before the teacher: Zoom switches that off.',
        'settings.joinBeforeHost',
        'Turn off one of the two.',
      )
    case 'empty':
      return problem('This is needed.', field)
    case 'tooLong':
      return problem(`Zoom takes at most ${field === 'title' ? 200 : 2000} characters here.`, field)
    case 'outOfRange':
      return problem('A meeting lasts from 1 to 1440 minutes.', 'durationMinutes')
    case 'passcodeNotAllowed':
    case 'skippedByClockChange':
    case 'happensTwice':
    case 'registrationNeededForAudience':
    case 'zoomWillTurnWaitingRoomOn':
      return problem('This does not fit the rest of the meeting.', field)
  }
}
