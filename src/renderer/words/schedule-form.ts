import type { DayKind } from '../../shared/contract/calendar.ts'
import type { HostWrites } from '../../shared/contract/meeting-preview.ts'
import type { Meeting, MeetingDate, MeetingKind, MeetingSettings, Recurrence } from '../../shared/contract/meeting.ts'
import type { Formats } from './format.ts'
import { count } from './plural.ts'
import { scheduleWords } from './schedule.ts'

type Settings = MeetingSettings
type Audience = Meeting['audience']

const audiences: Readonly<Record<Audience, string>> = {
  class: 'Class members only',
  students: 'The students, without the class',
  all: 'Everybody with the link',
  teachers: 'Teachers only',
  personal: 'A meeting of one’s own',
}

const recordings: Readonly<Record<Settings['recording'], string>> = {
  none: 'Not recorded',
  local: 'Recorded on the host’s computer',
  cloud: 'Recorded in Zoom’s cloud',
}

/** The words of the form of a class, and of what is done with one afterwards. */
export const formWords = {
  title: 'Schedule a class',
  save: { once: 'Schedule', series: 'Schedule', now: 'Schedule now', noFixedTime: 'Schedule' },
  kind: 'Takes place',
  kinds: { once: 'Once', series: 'Series', now: 'Now', noFixedTime: 'Any time' } satisfies Record<MeetingKind, string>,
  kindNotes: {
    now: 'Zoom makes it at once; it begins when the host starts it.',
    noFixedTime: 'One link that works whenever the host starts the meeting. Zoom registers nobody for it.',
  },
  fields: {
    audience: 'For',
    section: 'Section',
    sections: 'Sections',
    severalSections: 'Several sections…',
    subject: 'Subject',
    newSubject: 'Another subject…',
    subjectName: 'Name of the subject',
    title: 'Title',
    on: 'Date',
    firstOn: 'First date',
    startsAt: 'Starts at',
    duration: 'Minutes',
    host: 'Host',
    alternativeHosts: 'May start it too',
    admission: 'How students get in',
    approval: 'Registrations',
    recording: 'Recording',
    description: 'Description',
  },
  audiences,
  choose: { section: 'Choose a section', subject: 'Choose a subject', host: 'Name or e-mail', hosts: 'Nobody else' },
  teachers: (names: readonly string[]) => `Taught by ${names.join('; ')}`,
  taughtWith: (sections: readonly string[]) => `together with ${sections.join(', ')}`,
  taughtTogether: 'taught together',
  asLast: 'The settings are those of its last class.',
  zone: (zone: string) => `${zone.replaceAll('_', ' ')} time`,
  atSchool: (zone: string, time: string) => `${zone.replaceAll('_', ' ')} time: ${time} at the school`,
  titleExample: (title: string) => `The first is called “${title}”`,
  needed: {
    section: 'Choose the section.',
    group: 'Choose the subject.',
    subject: 'Name the subject.',
    title: 'Give the class a title.',
    on: 'Give a whole date.',
    startsAt: 'Give a whole time.',
    host: 'Choose whose account holds it.',
    endsOn: 'Give a whole date.',
  },

  host: {
    licensed: 'licensed',
    basic: 'no licence',
    free: 'free then',
    busy: 'has another class then',
    none: 'Zoom has not listed any host yet.',
    noMatch: 'No host of this name.',
    licensedNote: 'Licensed: Zoom registers the students.',
    basicNote: 'No licence: Zoom registers no students for this host.',
  },

  groups: {
    people: 'For whom',
    admission: 'Getting in',
    meeting: 'In the meeting',
    more: 'Description and time zone',
  },
  admissions: {
    waitingRoom: {
      label: 'Waiting room',
      detail:
        'The teacher lets each person in. Zoom lets people who are not signed in wait until admitted, registered or not.',
    },
    registrationLink: {
      label: 'Registration link only',
      detail: 'A student’s personal link is the key, and nobody waits. Whoever has a link gets in with it.',
    },
  },
  onlyForClasses: 'Only where students are registered, that is for “Class members only”.',
  joinBeforeHost: 'May come in before the teacher',
  notWithWaitingRoom: 'Not with a waiting room: whoever waits there is let in by the teacher.',
  signedInOnly: 'Only people who are signed in to Zoom',
  signedInNote: 'Keeps out every student without a Zoom account of their own.',
  registersOnce:
    'Each student is registered once, and the link is good for every date of the series, those added later as well.',
  approvals: { automatic: 'Accepted at once', manual: 'Others wait for approval in Zoom' },
  passcode: 'Homeroom makes a passcode by the rule of your Zoom account. It is part of every link.',
  switches: { muteOnEntry: 'Mute on entry', hostVideo: 'Host’s video on', participantVideo: 'Students’ video on' },
  recordings,
  admissionSummary: ({ admission, joinBeforeHost, approval, signedInOnly }: Settings, isOfClass: boolean) =>
    [
      admission === 'waitingRoom' ? 'Waiting room' : 'Registration link only',
      ...(joinBeforeHost && admission !== 'waitingRoom' ? ['before the teacher too'] : []),
      ...(isOfClass && approval === 'manual' ? ['others wait for approval'] : []),
      ...(signedInOnly ? ['signed in to Zoom only'] : []),
      'with a passcode',
    ].join(', '),
  meetingSummary: (
    { muteOnEntry, hostVideo, participantVideo, recording }: Settings,
    alternativeHosts: readonly string[],
  ) =>
    [
      muteOnEntry ? 'Muted on entry' : 'Not muted',
      hostVideo && participantVideo
        ? 'video on'
        : hostVideo
          ? 'host’s video on'
          : participantVideo
            ? 'students’ video on'
            : 'video off',
      recordings[recording].toLowerCase().replace('zoom', 'Zoom'),
      ...(alternativeHosts.length > 0 ? [`${alternativeHosts.join(', ')} may start it too`] : []),
    ].join(', '),
  moreSummary: (description: string, zone: string) =>
    `${description.trim() === '' ? 'No description' : description.trim()} · ${zone.replaceAll('_', ' ')}`,

  every: {
    label: 'Every',
    interval: 'How many',
    unit: 'Unit',
    units: { day: ['day', 'days'], week: ['week', 'weeks'], month: ['month', 'months'] },
  },
  weekDays: 'On',
  monthBy: 'On',
  monthDay: (day: number) => `day ${day} of the month`,
  monthWeek: (week: number, weekDay: string) => `the ${['first', 'second', 'third', 'fourth'][week - 1]} ${weekDay}`,
  monthLast: (weekDay: string) => `the last ${weekDay}`,
  ends: 'Ends',
  endsAfter: 'After some dates',
  endsOn: 'On a date',
  endsWith: (period: string, on: string) => `With ${period}, ${on}`,
  afterDates: 'Dates',
  lastOn: 'Last date',

  dates: 'Dates',
  counting: 'Counting the dates…',
  noDates: 'The dates appear here as soon as the rule names some.',
  leave: (date: string) => `Hold the class on ${date}`,
  leftOut: 'left out',
  keptAnyway: 'held all the same',
  day: (kind: DayKind, authority: string) =>
    authority === '' ? scheduleWords.dayKinds[kind] : `${scheduleWords.dayKinds[kind]}: ${authority}`,
  clock: {
    skipped: 'The clocks skip this time on that day: it begins as much later.',
    twice: 'The clocks show this time twice on that day: the first one counts.',
  },
  until: (on: string) => `until ${on}`,
  classes: (classes: number) => count(classes, 'class', 'classes'),
  outCount: (dates: number) => `${dates} left out`,
  takes: (needed: number, limit: number, used: number) =>
    `Takes ${needed} of the ${limit} changes that Zoom allows this host today${used > 0 ? `; ${count(used, 'is', 'are')} used` : ''}`,
  takesTomorrow: (at: string) => `Zoom allows this host no more changes today: it goes out after ${at}`,

  freeHosts: 'Free at every date:',
  freeThen: 'Free then:',
  giveTo: (name: string) => `Give to ${name}`,

  scheduled: 'The class is scheduled',
  scheduledSeries: (dates: number) => `${count(dates, 'class is', 'classes are')} scheduled`,
  registered: (registered: number, expected: number) =>
    `${registered} of ${count(expected, 'student', 'students')} registered`,
  waiting: 'The class waits to be sent',
  waitingDetail: 'It is kept here and goes to Zoom as soon as it can be reached.',
  cancelIt: 'Cancel it',

  edit: {
    title: 'Edit the class',
    titleSeries: 'Edit the series',
    scope: 'Which dates',
    this: (date: string) => `Only ${date}`,
    following: (dates: number) => `This and the ${count(dates - 1, 'following date', 'following dates')}`,
    all: (dates: number) => (dates === 1 ? 'The one date to come' : `All ${dates} dates to come`),
    save: 'Save',
    rule: 'Repeats',
    changes: 'What changes',
    nothing: 'Nothing is changed yet.',
    dates: ({ moved, added, gone }: { readonly moved: number; readonly added: number; readonly gone: number }) =>
      moved + added + gone === 0
        ? 'No date moves.'
        : [
            ...(moved > 0 ? [count(moved, 'date moves', 'dates move')] : []),
            ...(added > 0 ? [count(added, 'date is new', 'dates are new')] : []),
            ...(gone > 0 ? [count(gone, 'date falls away', 'dates fall away')] : []),
          ].join(', '),
    added: 'new',
    gone: 'falls away',
    splitTitle: (students: number) =>
      students === 0 ? 'Everybody gets a new link' : `${count(students, 'student gets', 'students get')} a new link`,
    splitText:
      'Zoom cannot change these dates within the meeting. They become a meeting of their own, with a new link; students are registered again. Hand out the new link sheets.',
    registrationTitle: ({ added, withdrawn }: { readonly added: number; readonly withdrawn: number }) =>
      [
        ...(added > 0 ? [`${count(added, 'student is', 'students are')} registered`] : []),
        ...(withdrawn > 0 ? [`${count(withdrawn, 'registration is', 'registrations are')} taken back`] : []),
      ].join(', '),
    withdrawnText: 'The links of those whose registration is taken back stop working.',
    saved: 'The change is saved',
    otherTitle: 'Somebody else has changed this class meanwhile',
    otherText: 'What you typed is still here. Now it stands like this:',
    when: 'When',
    zone: 'Time zone',
    otherNow: (what: string, before: string, now: string) => `${what}: ${now} (was ${before})`,
    otherSame: 'Nothing that this form shows.',
    applyAgain: 'Save mine all the same',
  },

  cancel: {
    title: 'Cancel this class?',
    titleSeries: 'Cancel classes of this series?',
    text: (students: number) =>
      students === 0
        ? 'Zoom is told as soon as it can be reached; the link then leads nowhere.'
        : `Zoom is told as soon as it can be reached; the ${count(students, 'student’s link leads', 'students’ links lead')} nowhere then.`,
    textDates: (dates: number) =>
      `${count(dates, 'class does', 'classes do')} not take place. The links go on working for the other dates.`,
    kept: 'What was collected stays.',
    keep: 'Keep it',
    now: 'Cancel the class',
    nowMany: (dates: number) => `Cancel ${count(dates, 'class', 'classes')}`,
    done: 'The class is cancelled',
    doneMany: (dates: number) => `${count(dates, 'class is', 'classes are')} cancelled`,
  },
  remove: {
    action: 'Take off the list…',
    title: 'Take this class off the list?',
    text: 'It is cancelled. What was collected of it stays, and can be exported.',
    now: 'Take off',
    done: 'The class is off the list',
  },

  drawer: {
    edit: 'Edit…',
    cancel: 'Cancel class…',
    more: 'More about this class',
    copyMessage: 'Copy message for the class chat',
    messageCopied: 'The message is copied',
    series: 'Series',
    seriesValue: (number: number, of: number) => `${number} of ${of}`,
    recording: 'Recording',
    alternativeHosts: 'May start it',
    substitute: 'Substitute',
    description: 'Description',
    noFixedTime: 'Any time',
    dates: (dates: number) => count(dates, 'date', 'dates'),
    moved: 'moved',
    cancelled: 'cancelled',
    notAtZoom: 'waits to be sent',
    waits: 'Waiting to send',
  },
} as const

/** "Takes 1 of the 100 changes that Zoom allows this host today." */
export function writesWords({ needed, limit, usedToday, resumesAt }: HostWrites, formats: Formats): string {
  const { takes, takesTomorrow } = formWords
  return `${resumesAt === null ? takes(needed, limit, usedToday) : takesTomorrow(formats.time(resumesAt))}.`
}

/** "every 2 weeks on Mon, Wed, Fri, until 12 Mar": the rule of a series as a person would say it. */
export function ruleWords(
  {
    every,
    interval,
    weekDays,
    monthDay,
    monthWeek,
    monthWeekDay,
    ends,
  }: Omit<Recurrence, 'interval'> & { readonly interval?: number | undefined },
  formats: Formats,
): string {
  const dayName = (day: number) => formats.weekdayName(day, 'short')
  const [one, many] = formWords.every.units[every]
  const rhythm = interval === 1 || interval === undefined ? `every ${one}` : `every ${interval} ${many}`
  const on =
    weekDays !== undefined
      ? ` on ${weekDays.map(dayName).join(', ')}`
      : monthDay !== undefined
        ? ` on ${formWords.monthDay(monthDay)}`
        : monthWeek !== undefined && monthWeekDay !== undefined
          ? ` on ${monthWeek === -1 ? formWords.monthLast(dayName(monthWeekDay)) : formWords.monthWeek(monthWeek, dayName(monthWeekDay))}`
          : ''
  const end = 'on' in ends ? formWords.until(formats.date(ends.on, 'short')) : count(ends.afterDates, 'date', 'dates')
  return `${rhythm}${on}, ${end}`
}

/**
 * What a teacher posts to the class: when, and how to come in. Where students have links of their own, none of them is
 * in it.
 */
export function chatMessage(
  meeting: Pick<
    Meeting,
    'title' | 'audience' | 'kind' | 'time' | 'joinUrl' | 'passcode' | 'zoomMeetingId' | 'settings'
  >,
  formats: Formats,
): string {
  const { title, audience, kind, time, joinUrl, passcode, zoomMeetingId, settings } = meeting
  const lines = [title]
  if (kind !== 'noFixedTime') {
    lines.push(`${formats.date(time.on)}, ${formats.wallRange(time.startsAt, time.durationMinutes)} (${time.timeZone})`)
  }
  if (audience === 'class') {
    lines.push('Come in by your own link, from your link sheet. It is yours alone: please do not pass it on.')
  } else {
    if (joinUrl !== null) lines.push(joinUrl)
    if (zoomMeetingId !== null) lines.push(`Meeting ID: ${zoomMeetingId}`)
    if (passcode !== null) lines.push(`Passcode: ${passcode}`)
  }
  if (settings.admission === 'waitingRoom') lines.push('Use your full name, so that the teacher can let you in.')
  return lines.join('\n')
}

/** What of a meeting is otherwise than before, a line for each thing that its form shows. */
export function meetingDifferences(before: Meeting, now: Meeting, formats: Formats): readonly string[] {
  const { fields, edit, drawer } = formWords
  const when = ({ kind, time }: Meeting) =>
    kind === 'noFixedTime'
      ? drawer.noFixedTime
      : `${formats.date(time.on, 'medium')}, ${formats.wallRange(time.startsAt, time.durationMinutes)}`
  const pairs: readonly (readonly [string, string, string])[] = [
    [edit.when, when(before), when(now)],
    [edit.zone, before.time.timeZone, now.time.timeZone],
    [fields.title, before.titlePattern, now.titlePattern],
    [fields.host, before.host.name, now.host.name],
    [formWords.groups.people, forWhom(before), forWhom(now)],
    [fields.description, before.description || '–', now.description || '–'],
    [formWords.groups.admission, ...settingsPair(before, now, formWords.admissionSummary)],
    [formWords.groups.meeting, ...settingsPair(before, now, (settings) => formWords.meetingSummary(settings, []))],
    [drawer.series, formWords.classes(heldDates(before)), formWords.classes(heldDates(now))],
  ]
  const lines = pairs.filter(([, was, is]) => was !== is).map(([what, was, is]) => edit.otherNow(what, was, is))
  return lines.length > 0 ? lines : [edit.otherSame]
}

const forWhom = ({ audience, group }: Meeting): string =>
  [formWords.audiences[audience], ...(group === null ? [] : [group.title])].join(' · ')

const heldDates = ({ dates }: Meeting): number => dates.filter(({ state }) => state === 'scheduled').length

const settingsPair = (
  before: Meeting,
  now: Meeting,
  write: (settings: Settings, isOfClass: boolean) => string,
): readonly [string, string] => [
  write(before.settings, before.audience === 'class'),
  write(now.settings, now.audience === 'class'),
]

/** How one date of a series stands, where that is worth a word. */
export function dateMarks({ state, isMoved, isAtZoom }: MeetingDate): readonly string[] {
  const { drawer } = formWords
  if (state === 'cancelled') return [drawer.cancelled]
  return [...(isMoved ? [drawer.moved] : []), ...(isAtZoom ? [] : [drawer.notAtZoom])]
}
