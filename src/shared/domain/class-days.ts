import type { LocalDate } from './time.ts'

/** What kind of day it is. */
export type DayKind =
  | 'inPerson'
  | 'online'
  | 'asynchronous'
  | 'halfDayMorning'
  | 'halfDayAfternoon'
  | 'suspended'
  | 'holiday'
  | 'makeUp'

/** What was said of one day, for the whole school or a part of it. */
export interface DayWord {
  readonly on: LocalDate
  readonly kind: DayKind
  /** All three null: the whole school. */
  readonly gradeLevel: string | null
  readonly sectionId: string | null
  readonly shift: string | null
  /** From what wall time on, HH:MM; null for the whole day. */
  readonly fromTime: string | null
  readonly countsAsSchoolDay: boolean
  /** Who ordered it, or what the day is called. */
  readonly authority: string
}

/** A section as the calendar knows it. */
export interface SchoolPart {
  readonly sectionId: string
  readonly gradeLevel: string
  readonly shift: string
}

/** For whom a class is: some sections, or (none) whoever else, such as the teachers. */
export interface ClassOnDay {
  readonly on: LocalDate
  /** Wall time, HH:MM. */
  readonly startsAt: string
  readonly parts: readonly SchoolPart[]
}

/** Where the half days meet. */
const noon = '12:00'

/**
 * What kind of day it is for a section (null: the whole school) at a wall time: the word that holds by then for the narrowest part
 * (section, grade with shift, grade, shift, school), the latest of those. `words` are in the order in which they were said. Null: an ordinary day.
 */
export function dayAt<Word extends DayWord>(
  words: readonly Word[],
  { on, at, part }: { readonly on: LocalDate; readonly at: string; readonly part: SchoolPart | null },
): Word | null {
  let best: Word | null = null
  let bestWidth = Number.POSITIVE_INFINITY
  for (const word of words) {
    if (word.on !== on || (word.fromTime !== null && at < word.fromTime)) continue
    const width = widthOf(word, part)
    if (width === null || width > bestWidth) continue
    best = word
    bestWidth = width
  }
  return best
}

/**
 * Whether a series takes place at a wall time of such a day. Not on a holiday or while classes are suspended; a half day has
 * its own half. On asynchronous and in-person days nobody meets on Zoom (an in-person class is recorded by a roll, domain
 * rules 2), unless the meeting is for no section: teachers meet all the same. A person may keep any date.
 */
export function takesPlaceOn(kind: DayKind, startsAt: string, isOfSections: boolean): boolean {
  switch (kind) {
    case 'suspended':
    case 'holiday':
      return false
    case 'asynchronous':
    case 'inPerson':
      return !isOfSections
    case 'halfDayMorning':
      return !isOfSections || startsAt < noon
    case 'halfDayAfternoon':
      return !isOfSections || startsAt >= noon
    case 'online':
    case 'makeUp':
      return true
  }
}

/**
 * What the calendar says of a class: whether it takes place, and the word that decides it (null: nothing was said). A class
 * of several sections takes place when it does for one of them.
 */
export function classDay<Word extends DayWord>(
  words: readonly Word[],
  { on, startsAt, parts }: ClassOnDay,
): { readonly takesPlace: boolean; readonly word: Word | null } {
  const isOfSections = parts.length > 0
  const said = (isOfSections ? parts : [null]).map((part) => {
    const word = dayAt(words, { on, at: startsAt, part })
    return { word, takesPlace: word === null || takesPlaceOn(word.kind, startsAt, isOfSections) }
  })
  return said.find(({ takesPlace }) => takesPlace) ?? said[0]!
}

/** How wide the word's part of the school is, 0 for one section; null when it is not of this part. */
function widthOf({ sectionId, gradeLevel, shift }: DayWord, part: SchoolPart | null): number | null {
  if (part === null) return sectionId === null && gradeLevel === null && shift === null ? 4 : null
  if (sectionId !== null) return sectionId === part.sectionId ? 0 : null
  if (gradeLevel !== null && gradeLevel !== part.gradeLevel) return null
  if (shift !== null && shift !== part.shift) return null
  if (gradeLevel !== null) return shift === null ? 2 : 1
  return shift === null ? 4 : 3
}
