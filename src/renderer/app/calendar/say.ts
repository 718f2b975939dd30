import type { DayType, Suspension } from '../../../shared/contract/calendar.ts'
import { calendarWords as words } from '../../words/calendar.ts'
import type { Formats } from '../../words/format.ts'

/** For whom a word about a day holds. */
export function partName({ gradeLevel, section, shift }: Pick<DayType, 'gradeLevel' | 'section' | 'shift'>): string {
  if (section !== null) return section.name
  const parts = [
    ...(gradeLevel === null ? [] : [words.parts.grade(gradeLevel)]),
    ...(shift === null ? [] : [words.parts.shift(shift)]),
  ]
  return parts.length === 0 ? words.parts.school : parts.join(', ')
}

/** A word about a day in one line: "Holiday: Ninoy Aquino Day, Grade 7, from 1:00 PM". */
export function wordLine(word: DayType, formats: Formats): string {
  const kind = words.kinds[word.kind]
  const isOfSchool = word.gradeLevel === null && word.section === null && word.shift === null
  return [
    word.authority === '' ? kind : `${kind}: ${word.authority}`,
    ...(isOfSchool ? [] : [partName(word)]),
    ...(word.fromTime === null ? [] : [words.from(formats.wallTime(word.fromTime))]),
  ].join(', ')
}

/** The day of a suspension, or its first and last. */
export const spanOf = ({ on, lastOn }: Suspension, formats: Formats): string =>
  on === lastOn ? formats.date(on, 'medium') : `${formats.date(on, 'short')} – ${formats.date(lastOn, 'medium')}`

/** By whose order classes were called off, or what the day is called; else its kind. */
export const nameOf = ({ authority, kind }: Pick<Suspension, 'authority' | 'kind'>): string =>
  authority === '' ? words.kinds[kind] : authority

/** One day or a range of days as a title. */
export const daysTitle = ({ from, to }: { readonly from: string; readonly to: string }, formats: Formats): string =>
  from === to ? formats.date(from) : formats.dateRange(from, to)
