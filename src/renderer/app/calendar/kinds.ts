import type { DayKind } from '../../../shared/contract/calendar.ts'
import { calendarWords } from '../../words/calendar.ts'

/** The colour of each kind of day; its sign stands with it, so that nobody depends on the colour. */
export const kindTones = {
  inPerson: 'green',
  online: 'green',
  asynchronous: 'amber',
  halfDayMorning: 'ochre',
  halfDayAfternoon: 'ochre',
  suspended: 'red',
  holiday: 'blue',
  makeUp: 'green',
} as const satisfies Record<DayKind, string>

/** Every kind of day, in the order in which they are offered. */
export const kinds: readonly DayKind[] = [
  'holiday',
  'asynchronous',
  'online',
  'inPerson',
  'halfDayMorning',
  'halfDayAfternoon',
  'makeUp',
  'suspended',
]

/** The kinds as choices of a form. */
export const kindChoices = kinds.map((id) => ({ id, label: calendarWords.kinds[id] }))

/** Whether planned classes may not take place on such a day. */
export const mayLetOff = (kind: DayKind): boolean => kind !== 'online' && kind !== 'makeUp'

/** Whether such a day counts as a school day unless somebody says otherwise. */
export const countsUsually = (kind: DayKind): boolean => kind !== 'holiday' && kind !== 'suspended'
