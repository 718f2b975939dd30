import type { DayType } from '../../../shared/contract/calendar.ts'
import { classDay, type SchoolPart } from '../../../shared/domain/class-days.ts'
import { scheduleWords as words } from '../../words/schedule.ts'
import { wallOf } from './faces.ts'

/** When on a day no class takes place, in minutes of the day, and what the day is called. */
export interface Closed {
  readonly words: string
  readonly fromMinutes: number
  readonly toMinutes: number
}

/** Suspensions and half days begin at a full or a half hour. */
const stepMinutes = 30

const nameOf = ({ kind, authority }: DayType): string =>
  kind === 'holiday' && authority !== '' ? authority : words.dayKinds[kind]

/**
 * Why and when a section (null: the whole school) has no classes on a day; undefined for a day like any other. A half day
 * and a suspension leave a part of the day open.
 */
export function closedOn(days: readonly DayType[], on: string, part: SchoolPart | null): Closed | undefined {
  const said = days.filter((day) => day.on === on).map((day) => ({ ...day, sectionId: day.section?.id ?? null }))
  if (said.length === 0) return undefined
  // What is said of the school holds for any section of it that nothing else is said of.
  const parts = [part ?? { sectionId: '', gradeLevel: '', shift: '' }]
  const steps = Array.from({ length: 1440 / stepMinutes }, (_, index) => index * stepMinutes)
  const found = steps.map((minutes) => classDay(said, { on, startsAt: wallOf(minutes), parts }))
  const from = found.findIndex(({ takesPlace }) => !takesPlace)
  const to = found.findLastIndex(({ takesPlace }) => !takesPlace)
  const word = found[from]?.word
  if (!word) return undefined
  return { words: nameOf(word), fromMinutes: from * stepMinutes, toMinutes: (to + 1) * stepMinutes }
}
