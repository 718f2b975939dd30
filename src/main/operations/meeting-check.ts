import type { ScheduleMeeting } from '../../shared/contract/meeting.ts'
import { checkDraft, type DraftIssue } from '../../shared/domain/meeting.ts'
import { fillCourse, topicOf } from '../../shared/domain/meeting-title.ts'
import type { RecurrenceIssue } from '../../shared/domain/recurrence.ts'
import { isTimeZone } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { KeptHost } from '../store/hosts.ts'
import type { MeetingPlan } from './meeting-plan.ts'

/** What a form says of a meeting, with the zone filled in. */
export type CheckedForm = Omit<ScheduleMeeting, 'timeZone'> & { readonly timeZone: string }

/** As much of a form as the rules look at. */
export type FormToCheck = Omit<CheckedForm, 'description' | 'alternativeHosts' | 'host'> & {
  readonly description?: string
}

/** What is wrong with a form (`isBlocking`), or worth saying about it, at one of its fields. */
export interface FormProblem {
  readonly field: string
  readonly message: string
  readonly fix?: string
  readonly isBlocking: boolean
}

/** A problem of a form as screens are told of it. */
export const saidOf = ({ field, message, fix, isBlocking }: FormProblem) => ({
  field,
  message: fix === undefined ? message : `${message} ${fix}`,
  isBlocking,
})

/** Everything that keeps a form from becoming a meeting, and everything worth saying, in the order of the form's fields. */
export function formProblems(form: FormToCheck, plan: MeetingPlan, now: number): FormProblem[] {
  return [
    ...titleProblems(form),
    ...audienceProblems(form),
    ...whenProblems(form),
    ...draftProblems(form, plan, now),
    ...plan.issues.map(recurrenceProblem),
    ...clockProblems(form, plan),
    ...admissionProblems(form),
  ]
}

/** Refuses a form that cannot become a meeting, naming the field. Raises `invalidInput`. */
export function checkForm(form: FormToCheck, plan: MeetingPlan, now: number): void {
  refuse(formProblems(form, plan, now))
}

/** What a host's licence keeps from the meeting: registration needs one (zoom-facts section 2). */
export function hostProblems(
  host: Pick<KeptHost, 'isLicensed'>,
  { audience, durationMinutes, settings }: Pick<FormToCheck, 'audience' | 'durationMinutes' | 'settings'>,
): FormProblem[] {
  if (host.isLicensed) return []
  const problems: FormProblem[] = []
  if (audience === 'class') {
    problems.push({
      field: 'host',
      message: 'Zoom registers students only for hosts with a licence, and this one has none.',
      fix: 'Choose a licensed host, give this one a licence in Zoom, or choose the audience "students".',
      isBlocking: true,
    })
  }
  if (settings.recording === 'cloud') {
    problems.push(remark('settings.recording', 'Without a licence this host cannot record in Zoom’s cloud.'))
  }
  if (durationMinutes > 40) {
    problems.push(remark('durationMinutes', 'Zoom may end meetings of hosts without a licence after 40 minutes.'))
  }
  return problems
}

/** Refuses a host who cannot hold the meeting. Raises `invalidInput`. */
export function checkHost(
  host: Pick<KeptHost, 'isLicensed'>,
  form: Pick<FormToCheck, 'audience' | 'durationMinutes' | 'settings'>,
): void {
  refuse(hostProblems(host, form))
}

/** Refuses what the first blocking one of these says. Raises `invalidInput`. */
export function refuse(problems: readonly FormProblem[]): void {
  const problem = problems.find(({ isBlocking }) => isBlocking)
  if (problem === undefined) return
  const { field, message, fix } = problem
  throw new ProblemError('invalidInput', message, { field, ...(fix === undefined ? {} : { fix }) })
}

/** What Zoom's topic would be is told by the plan's own titles; a pattern of nothing but marks leaves none. */
function titleProblems({ title }: FormToCheck): FormProblem[] {
  const bare = title.replaceAll('{n}', '').replaceAll('{course}', 'course').trim()
  return title.trim() !== '' && bare === ''
    ? [
        blocking(
          'title',
          'A title needs more than a number.',
          'Write what the class is, such as "{course} - Session {n}".',
        ),
      ]
    : []
}

function audienceProblems({ audience, kind, teachingGroupId, sectionId }: FormToCheck): FormProblem[] {
  const isOfClass = teachingGroupId !== undefined || sectionId !== undefined
  if (teachingGroupId !== undefined && sectionId !== undefined) {
    return [
      blocking('sectionId', 'A meeting is for a class or for a whole section, not for both.', 'Leave one of them out.'),
    ]
  }
  if ((audience === 'class' || audience === 'students') && !isOfClass) {
    return [
      blocking('teachingGroupId', 'It is not said which class this meeting is for.', 'Choose a class or a section.'),
    ]
  }
  if ((audience === 'teachers' || audience === 'personal') && isOfClass) {
    return [
      blocking(
        'audience',
        'A meeting of teachers, or of your own, is for no class.',
        'Choose the audience "class" or "students", or leave the class out.',
      ),
    ]
  }
  if (kind === 'noFixedTime' && audience === 'class') {
    return [
      blocking(
        'kind',
        'Zoom registers nobody for a meeting without a fixed time.',
        'Give it a time, or choose the audience "students".',
      ),
    ]
  }
  return []
}

function whenProblems({ kind, on, startsAt, repeat, timeZone }: FormToCheck): FormProblem[] {
  if (!isTimeZone(timeZone)) {
    return [blocking('timeZone', 'This computer does not know that time zone.', 'Name it like Asia/Manila.')]
  }
  if (kind === 'now' || kind === 'noFixedTime') return []
  const problems: FormProblem[] = []
  if (on === undefined) problems.push(blocking('on', 'It is not said on which date.', 'Choose a date.'))
  if (startsAt === undefined) problems.push(blocking('startsAt', 'It is not said at what time.', 'Choose a time.'))
  if (kind === 'series' && repeat === undefined) {
    problems.push(
      blocking('repeat', 'It is not said how the class repeats.', 'Choose how it repeats, or one date only.'),
    )
  }
  return problems
}

function draftProblems(form: FormToCheck, plan: MeetingPlan, now: number): FormProblem[] {
  const { settings } = form
  const first = plan.dates.find(({ isKept }) => isKept)
  // The longest title decides; with the course filled in it may be longer than what was typed.
  const titles = plan.dates.map(({ title }) => title)
  const longest = titles.toSorted((a, b) => b.length - a.length)[0] ?? topicOf(fillCourse(form.title, ''))
  return checkDraft(
    {
      title: form.title.trim() === '' ? '' : longest,
      description: form.description ?? '',
      start: first === undefined ? null : { on: first.time.on, at: first.time.startsAt, timeZone: form.timeZone },
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
  ).flatMap((issue) => draftProblem(issue, form.kind === 'series'))
}

/** A time that the clocks skip does not exist on the wall: nobody could come at it. In a series it is one date of many. */
function clockProblems({ kind }: FormToCheck, { dates }: MeetingPlan): FormProblem[] {
  const on = (clock: string) => dates.filter((date) => date.isKept && date.clock === clock).map(({ time }) => time.on)
  const [skipped, twice] = [on('skipped'), on('twice')]
  const problems: FormProblem[] = []
  if (skipped.length > 0) {
    problems.push(
      kind === 'series'
        ? remark(
            'startsAt',
            `The clocks go forward on ${skipped.join(', ')} and skip this time: class begins later by as much.`,
          )
        : blocking(
            'startsAt',
            'The clocks go forward on that date, and this time is skipped.',
            'Choose a time before or after the change of the clocks.',
          ),
    )
  }
  if (twice.length > 0) {
    problems.push(
      remark('startsAt', `The clocks go back on ${twice.join(', ')} and show this time twice: the first counts.`),
    )
  }
  return problems
}

function admissionProblems({ audience, settings }: FormToCheck): FormProblem[] {
  const isOfClass = audience === 'class'
  const problems: FormProblem[] = []
  if (settings.admission === 'registrationLink' && !isOfClass) {
    problems.push(
      blocking(
        'settings.admission',
        'Only a class whose students are registered can be open to their links.',
        'Let people wait until the teacher admits them, or choose the audience "class".',
      ),
    )
  }
  if (settings.approval === 'manual') {
    problems.push(
      isOfClass
        ? remark(
            'settings.approval',
            'The students of the class are accepted at once; whoever else registers waits until somebody approves them in Zoom.',
          )
        : blocking(
            'settings.approval',
            'Nobody is registered for this meeting, so there is nobody to approve.',
            'Let Zoom approve by itself, or choose the audience "class".',
          ),
    )
  }
  if (settings.signedInOnly && (isOfClass || audience === 'students')) {
    problems.push(
      remark('settings.signedInOnly', 'Students without a Zoom account cannot join, even with a link of their own.'),
    )
  }
  return problems
}

function draftProblem({ code, field }: DraftIssue, isSeries: boolean): FormProblem[] {
  switch (code) {
    case 'inThePast':
      return isSeries
        ? [blocking('on', 'The first date has passed.', 'Begin the series with a date to come.')]
        : [blocking('startsAt', 'This time has passed.', 'Choose a time to come.')]
    case 'waitingRoomExcludesJoinBeforeHost':
      return [
        blocking(
          'settings.joinBeforeHost',
          'With a waiting room nobody can join before the teacher: Zoom switches that off.',
          'Turn off one of the two.',
        ),
      ]
    case 'empty':
      return [blocking(field, 'This is needed.')]
    case 'tooLong':
      return [blocking(field, `Zoom takes at most ${field === 'title' ? 200 : 2000} characters here.`)]
    case 'outOfRange':
      return [blocking('durationMinutes', 'A meeting lasts from 1 to 1440 minutes.')]
    // Said by the plan, or of no concern to this form.
    case 'notAZone':
    case 'notATime':
    case 'skippedByClockChange':
    case 'happensTwice':
    case 'passcodeNotAllowed':
    case 'registrationNeededForAudience':
    case 'zoomWillTurnWaitingRoomOn':
      return []
  }
}

function recurrenceProblem({ code, field, isBlocking }: RecurrenceIssue): FormProblem {
  const at = field === 'skipOn' ? field : `repeat.${field}`
  return { field: at, isBlocking, ...recurrenceWords[code] }
}

const recurrenceWords: Readonly<Record<RecurrenceIssue['code'], { readonly message: string; readonly fix?: string }>> =
  {
    intervalTooLong: {
      message: 'Zoom repeats at most every 99 days, 50 weeks or 10 months.',
      fix: 'Choose a shorter interval, or schedule the dates one by one.',
    },
    weekDaysWithoutWeek: {
      message: 'Days of the week belong to a series that repeats by week.',
      fix: 'Choose "week", or leave the days out.',
    },
    monthDayWithoutMonth: {
      message: 'A day of the month belongs to a series that repeats by month.',
      fix: 'Choose "month", or leave the day out.',
    },
    monthDayAndWeek: {
      message: 'A month is repeated by its day or by a week of it, not by both.',
      fix: 'Leave one of them out.',
    },
    monthWeekWithoutDay: {
      message: 'It is not said in which week of the month.',
      fix: 'Choose the first to the fourth, or the last.',
    },
    endBeforeStart: { message: 'The series ends before it begins.', fix: 'Choose a later last date.' },
    tooManyDates: {
      message: 'Zoom carries at most 50 dates in one series.',
      fix: 'End it earlier, and schedule the rest as a second series.',
    },
    noDates: { message: 'No date is left between the first and the last day.', fix: 'Choose a later last date.' },
    allLeftOut: { message: 'Every date is left out.', fix: 'Keep at least one of them.' },
    someMonthsWithoutDay: { message: 'Months without this day have no class.' },
  }

const blocking = (field: string, message: string, fix?: string): FormProblem => ({
  field,
  message,
  ...(fix === undefined ? {} : { fix }),
  isBlocking: true,
})
const remark = (field: string, message: string): FormProblem => ({ field, message, isBlocking: false })
