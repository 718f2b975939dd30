import type { Meeting } from '../../shared/contract/meeting.ts'

/** The words of the sheet that says how to come into a class. */
export const joinSheetWords = {
  print: 'Print how to join',
  practice: 'Practice school',
  when: 'When',
  hour: (range: string) => `${range}, on each of these days:`,
  anyTime: 'Whenever the teacher opens it',
  teacher: 'Teacher',
  how: 'How to join',
  link: 'Link',
  number: 'Meeting ID',
  passcode: 'Passcode',
  zone: (zone: string) => `${zone.replaceAll('_', ' ')} time`,
} as const

/** What to do, step by step. Where students have links of their own, none of them is in it. */
export function joinSteps({
  audience,
  settings: { admission, signedInOnly },
}: Pick<Meeting, 'audience' | 'settings'>): readonly string[] {
  return [
    audience === 'class'
      ? 'Open your own link, from your link sheet. It is yours alone: it says that it is you who comes. Do not pass it on.'
      : 'Open the link below, or type the meeting ID and the passcode in Zoom.',
    ...(signedInOnly ? ['Sign in to Zoom first.'] : []),
    'Use your full name, as it stands on the class list.',
    ...(admission === 'waitingRoom' ? ['Wait until the teacher lets you in.'] : []),
    'When the connection breaks, come in again the same way: your time is added up.',
  ]
}
