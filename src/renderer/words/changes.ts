import type { ChangedField, MeetingChange } from '../../shared/contract/sync.ts'
import type { Formats } from './format.ts'
import { count } from './plural.ts'

/** The words of "Changed in Zoom". */
export const changesWords = {
  title: 'Changed in Zoom',
  readAt: (time: string) => `Zoom was looked at ${time}`,
  neverRead: 'Zoom has not been looked at yet',
  lookNow: 'Look now',
  looked: (meetings: number, hosts: number) =>
    `${count(meetings, 'meeting', 'meetings')} of ${count(hosts, 'host', 'hosts')} looked at`,
  unread: (hosts: number) =>
    `Zoom does not show the meetings of ${count(hosts, 'host', 'hosts')}: “Display meetings scheduled for others” may be off there.`,
  tabs: { label: 'What was found in Zoom', changed: 'Changed', foreign: 'Made elsewhere' },
  loading: 'Fetching what was found in Zoom',

  noChangesTitle: 'Zoom has every class as it is here',
  noChangesText:
    'What somebody moves, deletes or switches off in Zoom’s own portal stands here, to accept or to put back.',
  urgent: 'Before class',
  gone: { deleted: 'Deleted in Zoom', expired: 'Expired in Zoom' },
  changed: 'Changed',
  columns: { what: 'What', here: 'Here', atZoom: 'At Zoom' },
  fields: {
    title: 'Title',
    time: 'Begins',
    duration: 'Length',
    timeZone: 'Time zone',
    host: 'Host',
    registration: 'Registration',
    registrationReach: 'One registration',
    registrantMail: 'Mails to students',
    severalDevices: 'Two devices at once',
    signedInOnly: 'Who may join',
    passcode: 'Passcode',
    description: 'Description',
    alternativeHosts: 'Alternative hosts',
    waitingRoom: 'Waiting room',
    joinBeforeHost: 'Before the teacher',
    muteOnEntry: 'Muted on entry',
    hostVideo: 'Teacher’s video',
    participantVideo: 'Students’ video',
    recording: 'Recording',
  } satisfies Record<ChangedField['field'], string>,
  onOff: (isOn: boolean) => (isOn ? 'On' : 'Off'),
  joinBefore: (isOn: boolean) => (isOn ? 'May join' : 'May not join'),
  whoMayJoin: (isSignedInOnly: boolean) => (isSignedInOnly ? 'Only who is signed in to Zoom' : 'Whoever has the link'),
  reaches: {
    everyOccurrence: 'For every date',
    eachOccurrence: 'For each date anew',
    chosenOccurrences: 'For chosen dates',
  },
  nothing: 'None',
  registrations: { none: 'Off', automatic: 'On', approval: 'On, with approval' },
  recordings: { none: 'None', local: 'On the computer', cloud: 'In the cloud' },
  otherHost: 'Somebody whom the account does not list',
  date: 'Date',
  noDate: '–',
  deleted: 'Deleted',
  moreDates: (dates: number) => `and ${count(dates, 'other date', 'other dates')}`,
  ofDates: (changed: number, all: number) => `${changed} of ${count(all, 'date', 'dates')} to come`,
  why: (change: MeetingChange): string | null => whyOf(change),

  accept: 'Accept',
  acceptLabel: (title: string) => `Accept: ${title}`,
  acceptGone: 'Cancel it here',
  acceptGoneLabel: (title: string) => `Cancel it here: ${title}`,
  putBack: 'Put back',
  putBackLabel: (title: string) => `Put back: ${title}`,
  makeAnew: 'Make it anew',
  makeAnewLabel: (title: string) => `Make it anew: ${title}`,
  newLinks: (students: number) =>
    students === 0
      ? 'Made anew, it gets a new link.'
      : `Made anew, it gives ${count(students, 'student', 'students')} a new link.`,
  accepted: 'Taken over from Zoom',
  acceptedGone: 'Cancelled here too',
  isPutBack: 'On its way back to Zoom',
  isMadeAnew: 'Being made anew, with new links',
  show: 'Show the class',
  showLabel: (title: string) => `Show the class: ${title}`,

  noForeignTitle: 'Every meeting of your hosts is from here',
  noForeignText: 'Meetings that somebody makes in Zoom itself stand here. Adopt one to see who came.',
  foreignLabel: 'Meetings made elsewhere',
  foreignColumns: { when: 'Date and time', topic: 'Meeting', host: 'Host', actions: 'Actions' },
  anyTime: 'No fixed time',
  repeats: 'repeats',
  adopt: 'Adopt…',
  adoptLabel: (topic: string) => `Adopt…: ${topic}`,
  ignore: 'Ignore',
  ignoreLabel: (topic: string) => `Ignore: ${topic}`,
  unignore: 'Show again',
  unignoreLabel: (topic: string) => `Show again: ${topic}`,
  showIgnored: 'Show ignored',
  adoptTitle: 'Adopt a meeting',
  adoptText:
    'It stays the same meeting in Zoom, with its link and its registrants. From then on Homeroom keeps it, collects who came, and marks its description in Zoom as its own.',
  forClass: 'For the class',
  forClassNote: 'optional',
  forClassDetail:
    'Its students are found among the registrants by their addresses. Without a class nobody is expected.',
  noClass: 'No class is called so',
  adoptNow: 'Adopt',
  adopted: (title: string) => `${title} is in the schedule`,

  noticeTitle: (classes: number) => `${count(classes, 'class was', 'classes were')} changed in Zoom`,
  noticeText: 'Accept what Zoom has, or put it back.',
  look: 'Look at it',
  toFound: 'Changed in Zoom, and made elsewhere',
  needGone: (title: string, when: string) => `${title}, ${when}, is not there any more.`,
  needChanged: (title: string, when: string) => `${title}, ${when}, is otherwise there.`,
  more: (classes: number) => `And ${count(classes, 'other class', 'other classes')}.`,
} as const

function whyOf({ kind, goneBy, fields, registeredCount }: MeetingChange): string | null {
  const has = (field: ChangedField['field'], value: string) =>
    fields.some((each) => each.field === field && each.atZoom === value)
  if (kind === 'gone') {
    return [
      ...(goneBy === 'expired'
        ? ['Zoom gives a meeting up 30 days after its date, and one without a date a year after its last use.']
        : []),
      registeredCount === 0
        ? 'Nobody can join it any more.'
        : `Nobody can join it any more: ${count(registeredCount, 'student has', 'students have')} a link that leads nowhere.`,
    ].join(' ')
  }
  if (fields.some(({ field }) => field === 'host')) return 'Zoom does not give a meeting back to its host.'
  if (has('registration', 'none')) return 'Without registration nobody’s own link works, and names prove nothing.'
  if (has('waitingRoom', 'false')) return 'Whoever has the link is in the class at once.'
  if (has('signedInOnly', 'false')) return 'Whoever has the link may come, signed in to Zoom or not.'
  if (fields.some(({ field }) => field === 'passcode')) return 'Printed links and sheets still have the other passcode.'
  if (has('registrantMail', 'true')) return 'Zoom writes to the addresses of the students.'
  if (has('joinBeforeHost', 'true')) return 'Students are in the class without a teacher.'
  return null
}

/** A value of Zoom's beside ours, for the eye. */
export function valueWords(
  { field, value }: { readonly field: ChangedField['field']; readonly value: string },
  formats: Formats,
): string {
  switch (field) {
    case 'time':
      return value === '' ? changesWords.anyTime : momentWords(value, formats)
    case 'duration':
      return formats.minutes(Number(value) * 60)
    case 'registration':
      return changesWords.registrations[value as keyof typeof changesWords.registrations] ?? value
    case 'recording':
      return changesWords.recordings[value as keyof typeof changesWords.recordings] ?? value
    case 'registrationReach':
      return changesWords.reaches[value as keyof typeof changesWords.reaches] ?? value
    case 'signedInOnly':
      return changesWords.whoMayJoin(value === 'true')
    case 'waitingRoom':
    case 'muteOnEntry':
    case 'hostVideo':
    case 'participantVideo':
    case 'registrantMail':
    case 'severalDevices':
      return changesWords.onOff(value === 'true')
    case 'joinBeforeHost':
      return changesWords.joinBefore(value === 'true')
    case 'host':
      return value === '' ? changesWords.otherHost : value
    case 'passcode':
    case 'description':
    case 'alternativeHosts':
      return value === '' ? changesWords.nothing : value
    case 'title':
    case 'timeZone':
      return value
  }
}

/** "Mon, 9 Mar 2026, 7:30 AM". */
export const momentWords = (instant: string, formats: Formats): string => formats.moment(instant)
