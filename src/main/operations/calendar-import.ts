import type { DayKind, DayWord } from '../../shared/domain/class-days.ts'
import { addDays } from '../../shared/domain/time.ts'
import type { IcsEntry } from '../files/ics-reader.ts'
import type { DaysToImport, KeptDay } from '../store/calendar.ts'

/** One entry of a calendar file, and what taking it over does. */
export interface PlannedEntry {
  readonly entry: IcsEntry
  readonly action: 'add' | 'change' | 'unchanged' | 'remove'
  /** Keys of days that are no longer so. */
  readonly revoke: readonly number[]
  readonly add: DaysToImport['add']
}

/** Whether a day of this kind counts as a school day unless somebody says otherwise. */
export const countsByKind = (kind: DayKind): boolean => kind !== 'suspended' && kind !== 'holiday'

/**
 * What each entry of a file does beside the days that came from such a file before: told apart by UID, so that a file read
 * twice changes nothing. Called-off entries that never came have nothing to do and are left out.
 */
export function planImport(
  entries: readonly IcsEntry[],
  kept: readonly KeptDay[],
  kind: DayKind,
): readonly PlannedEntry[] {
  const byUid = Map.groupBy(kept, ({ uid }) => uid)
  return entries.flatMap((entry): PlannedEntry[] => {
    const there = byUid.get(entry.uid) ?? []
    const wanted = entry.isCancelled ? [] : daysOf(entry, kind)
    // A day that stays as it is keeps its place: what a person said on top of it since goes on to win.
    const [before, after] = [new Set(there.map(textOf)), new Set(wanted.map(textOf))]
    const revoke = there.filter((day) => !after.has(textOf(day))).map(({ key }) => key)
    const add = wanted.filter((day) => !before.has(textOf(day)))
    if (there.length === 0) return wanted.length === 0 ? [] : [{ entry, action: 'add', revoke, add }]
    if (wanted.length === 0) return [{ entry, action: 'remove', revoke, add }]
    return [{ entry, action: revoke.length + add.length > 0 ? 'change' : 'unchanged', revoke, add }]
  })
}

function daysOf({ uid, title, firstOn, lastOn, fromTime }: IcsEntry, kind: DayKind): DaysToImport['add'] {
  const days: DaysToImport['add'][number][] = []
  for (let on = firstOn; on <= lastOn; on = addDays(on, 1)) {
    // Only its first day begins at an hour.
    const hour = on === firstOn ? fromTime : null
    days.push({ uid, on, kind, fromTime: hour, countsAsSchoolDay: countsByKind(kind), authority: title })
  }
  return days
}

const textOf = ({ on, kind, fromTime, authority }: Pick<DayWord, 'on' | 'kind' | 'fromTime' | 'authority'>): string =>
  [on, kind, fromTime, authority].join('\n')
