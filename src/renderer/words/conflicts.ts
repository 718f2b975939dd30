import type { Conflict } from '../../shared/contract/meeting-preview.ts'
import type { Formats } from './format.ts'
import { count } from './plural.ts'

/** The words of what stands in a planned date's way. */
const conflictWords = {
  lines: {
    busy: (who: string, isOne: boolean, title: string, range: string) =>
      `${who} ${isOne ? 'has' : 'have'} ${title}, ${range}`,
    outsideSchoolHours: 'Outside of school hours',
    noClassDay: 'No classes on that day',
  },
  counts: {
    busy: (who: string, isOne: boolean, dates: number) =>
      `${who} ${isOne ? 'has' : 'have'} another class on ${count(dates, 'date', 'dates')}`,
    outsideSchoolHours: (dates: number) => `${count(dates, 'date', 'dates')} outside of school hours`,
    noClassDay: (dates: number) => `${count(dates, 'date', 'dates')} on days without classes`,
  },
  busy: { hostBusy: 'the host', teacherBusy: 'the teacher', sectionBusy: 'the section' },
} as const

type Busy = keyof typeof conflictWords.busy
const isBusy = (kind: Conflict['kind']): kind is Busy => kind in conflictWords.busy

/** "The host and the teacher": whom it concerns, as a sentence begins. */
function whoWords(kinds: ReadonlySet<Busy>): string {
  const who = (Object.keys(conflictWords.busy) as Busy[])
    .filter((kind) => kinds.has(kind))
    .map((kind) => conflictWords.busy[kind])
  const text = new Intl.ListFormat('en').format(who)
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

/** What stands in one date's way, a line for each other class, whoever of this one is in it. */
export function conflictLines(conflicts: readonly Conflict[], formats: Formats): readonly string[] {
  const others = new Map<string, { readonly title: string; readonly range: string; readonly kinds: Set<Busy> }>()
  for (const { kind, with: other } of conflicts) {
    if (!isBusy(kind) || other === null) continue
    const range = formats.wallRange(other.time.startsAt, other.time.durationMinutes)
    const key = `${other.title} ${range}`
    const known = others.get(key) ?? { title: other.title, range, kinds: new Set() }
    others.set(key, known)
    known.kinds.add(kind)
  }
  const { lines: words } = conflictWords
  return [
    ...[...others.values()].map(({ title, range, kinds }) =>
      words.busy(whoWords(kinds), kinds.size === 1, title, range),
    ),
    ...(conflicts.some(({ kind }) => kind === 'outsideSchoolHours') ? [words.outsideSchoolHours] : []),
    ...(conflicts.some(({ kind }) => kind === 'noClassDay') ? [words.noClassDay] : []),
  ]
}

/** What stands in the way of many dates, a line for each kind; kinds of the same dates share theirs. */
export function conflictCounts(dates: readonly { readonly conflicts: readonly Conflict[] }[]): readonly string[] {
  const words = conflictWords.counts
  const countOf = (kind: Conflict['kind']) =>
    dates.filter(({ conflicts }) => conflicts.some((one) => one.kind === kind)).length
  const busy = Map.groupBy(
    (Object.keys(conflictWords.busy) as Busy[]).filter((kind) => countOf(kind) > 0),
    (kind) => dates.map(({ conflicts }) => (conflicts.some((one) => one.kind === kind) ? 1 : 0)).join(''),
  )
  return [
    ...[...busy.values()].map((kinds) => words.busy(whoWords(new Set(kinds)), kinds.length === 1, countOf(kinds[0]!))),
    ...(['outsideSchoolHours', 'noClassDay'] as const)
      .filter((kind) => countOf(kind) > 0)
      .map((kind) => words[kind](countOf(kind))),
  ]
}
