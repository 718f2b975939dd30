import type { Problem } from '../../shared/problem.ts'

/** Where a form shows what Zoom refused, and what a person calls it. */
interface FormField {
  /** The field's name in `meeting.schedule` and `meeting.change`, as a dotted path. */
  readonly field: string
  readonly label: string
}

const field = (name: string, label: string): FormField => ({ field: name, label })

/** Zoom's fields of a meeting (https://developers.zoom.us/docs/api/meetings/) in ours. */
const known: Readonly<Record<string, FormField>> = {
  topic: field('title', 'title'),
  agenda: field('description', 'description'),
  start_time: field('startsAt', 'start time'),
  duration: field('durationMinutes', 'duration'),
  timezone: field('timeZone', 'time zone'),
  password: field('passcode', 'passcode'),
  schedule_for: field('host', 'host'),
  recurrence: field('repeat', 'rule of the series'),
  'recurrence.type': field('repeat.every', 'rule of the series'),
  'recurrence.repeat_interval': field('repeat.interval', 'interval of the series'),
  'recurrence.weekly_days': field('repeat.weekDays', 'days of the week'),
  'recurrence.monthly_day': field('repeat.monthDay', 'day of the month'),
  'recurrence.monthly_week': field('repeat.monthWeek', 'week of the month'),
  'recurrence.monthly_week_day': field('repeat.monthWeekDay', 'day of the week'),
  'recurrence.end_times': field('repeat.ends', 'end of the series'),
  'recurrence.end_date_time': field('repeat.ends', 'end of the series'),
  'settings.alternative_hosts': field('alternativeHosts', 'alternative hosts'),
  'settings.waiting_room': field('settings.admission', 'waiting room'),
  'settings.join_before_host': field('settings.joinBeforeHost', 'wish to let people join before the teacher'),
  'settings.mute_upon_entry': field('settings.muteOnEntry', 'wish to mute people when they enter'),
  'settings.host_video': field('settings.hostVideo', "wish for the teacher's video"),
  'settings.participant_video': field('settings.participantVideo', "wish for the students' video"),
  'settings.auto_recording': field('settings.recording', 'recording'),
  'settings.approval_type': field('settings.approval', 'registration'),
  'settings.registration_type': field('settings.approval', 'registration'),
  'settings.meeting_authentication': field('settings.signedInOnly', 'wish that people sign in'),
}

/** What a person reads when Zoom names a wrong field, with the place where the form can show it. */
export function fieldProblem(name: string | null, fix: string): Omit<Problem, 'retryAt' | 'logId'> {
  const isName = name !== null && /^[a-z_.[\]0-9]{1,80}$/.test(name)
  if (!isName) return { kind: 'zoomRefused', message: 'Zoom did not accept one of the values.', fix }
  const ours = known[name]
  if (ours !== undefined) {
    return { kind: 'zoomRefused', message: `Zoom did not accept the ${ours.label}.`, fix, field: ours.field }
  }
  const camel = name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase())
  return { kind: 'zoomRefused', message: `Zoom did not accept the value of "${camel}".`, fix, field: camel }
}
