import type { DayType, SchoolYear } from '../../shared/contract/calendar.ts'
import type { Handlers } from '../../shared/contract/index.ts'
import type { DayTypeId, GradingPeriodId, SchoolYearId, SectionId, SuspensionId } from '../../shared/ids.ts'
import { checkYear, newYearFor, yearFor, type YearFault } from '../../shared/domain/school-year.ts'
import { addDays, localDate, weekday } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { readIcs } from '../files/ics-reader.ts'
import type { digestRoster } from '../files/roster-table.ts'
import type { Clock, FileContent, Files } from '../ports.ts'
import type { CalendarStore, KeptDay, KeptYear } from '../store/calendar.ts'
import { authorOf } from './attendance.ts'
import { countsByKind, planImport, type PlannedEntry } from './calendar-import.ts'

type Names =
  | 'calendar.get'
  | 'calendar.saveYear'
  | 'calendar.setDays'
  | 'calendar.revokeDays'
  | 'calendar.previewFile'
  | 'calendar.importFile'

/** What the operations of the school's calendar need. */
export interface CalendarDeps {
  readonly calendar: CalendarStore
  readonly files: Files
  readonly readIcs: typeof readIcs
  readonly digest: typeof digestRoster
  readonly timeZone: () => string
  /** Which computer decides, for the log of decisions. */
  readonly device: string
  readonly clock: Clock
  readonly newId: () => string
}

const mostDaysShown = 800
const mostDaysSaid = 400

/** School years, what kind of day each day is, and the import of a calendar file. */
export function createCalendarOperations(deps: CalendarDeps): Handlers<Names> {
  const { calendar, clock, files } = deps
  const today = () => localDate(clock.now(), deps.timeZone())

  /** The same reading for preview and import: what was shown is what is done, or `stalePreview`. */
  const prepare = async (file: FileContent, kind: DayType['kind'], withTimes: boolean) => {
    const range = { ...fileRange(await calendar.years(), today()), timeZone: deps.timeZone() }
    const { entries, problems } = deps.readIcs(file.bytes, range)
    const meant = entries.filter(({ fromTime }) => withTimes || fromTime === null)
    const { days, version } = await calendar.imported()
    return {
      plan: planImport(meant, days, kind),
      timedCount: entries.length - meant.length,
      problems,
      version,
      digest: deps.digest(file.bytes, kind, String(withTimes), range.fromOn, range.toOn, String(version)),
    }
  }

  return {
    'calendar.get': async ({ fromOn, toOn }) => {
      checkRange(fromOn, toOn, mostDaysShown)
      const [years, days, parts] = await Promise.all([calendar.years(), calendar.days(fromOn, toOn), calendar.parts()])
      return { years: years.map(yearOf), days: days.map(dayOf), ...parts }
    },

    'calendar.saveYear': async ({ schoolYearId, ...year }, caller) => {
      const others = (await calendar.years()).filter(({ id }) => id !== schoolYearId)
      const gradingPeriods = year.gradingPeriods.toSorted((a, b) => (a.firstOn < b.firstOn ? -1 : 1))
      const fault = checkYear({ ...year, gradingPeriods }, others)
      if (fault !== null)
        throw problemOf(fault, gradingPeriods[fault.field === 'gradingPeriods' ? fault.at : -1]?.title)
      return yearOf(
        await calendar.saveYear({ id: schoolYearId ?? null, ...year, gradingPeriods }, authorOf(deps, caller)),
      )
    },

    'calendar.setDays': async ({ fromOn, toOn, weekDays, countsAsSchoolDay, ...said }, caller) => {
      checkRange(fromOn, toOn, mostDaysSaid)
      if (said.sectionId !== undefined && (said.gradeLevel !== undefined || said.shift !== undefined)) {
        throw new ProblemError('invalidInput', 'A section is part of its grade and shift already.', {
          field: 'sectionId',
          fix: 'Name the section alone, or the grade and the shift.',
        })
      }
      const dates = datesOf(fromOn, toOn).filter((on) => weekDays.length === 0 || weekDays.includes(weekday(on)))
      if (dates.length === 0) {
        throw new ProblemError('invalidInput', 'None of these days is one of the days of the week that are named.', {
          field: 'weekDays',
          fix: 'Choose other days of the week, or a longer range.',
        })
      }
      const days = await calendar.say(
        {
          dates,
          kind: said.kind,
          gradeLevel: said.gradeLevel ?? null,
          sectionId: said.sectionId ?? null,
          shift: said.shift ?? null,
          fromTime: said.fromTime ?? null,
          countsAsSchoolDay: countsAsSchoolDay ?? countsByKind(said.kind),
          authority: said.authority,
        },
        authorOf(deps, caller),
      )
      return { days: days.map(dayOf), plannedCount: await calendar.countPlanned(dates) }
    },

    'calendar.revokeDays': async ({ ids }, caller) => {
      await calendar.revoke(ids, authorOf(deps, caller))
      return { done: true }
    },

    'calendar.previewFile': async ({ file, kind, withTimes }) => {
      const { plan, timedCount, problems, digest } = await prepare(await files.read(file), kind, withTimes)
      return {
        digest,
        entries: plan.map(({ entry, action }) => ({
          uid: entry.uid,
          title: entry.title,
          firstOn: entry.firstOn,
          lastOn: entry.lastOn,
          fromTime: entry.fromTime,
          action,
        })),
        timedCount,
        problems: [...problems],
      }
    },

    'calendar.importFile': async ({ file, kind, withTimes, digest, skipUids }, caller) => {
      const content = await files.read(file)
      const { plan, digest: present, version } = await prepare(content, kind, withTimes)
      if (present !== digest) {
        throw new ProblemError(
          'stalePreview',
          'The file or the calendar is not what the preview showed. Nothing was taken over.',
          {
            fix: 'Look at the preview again, then take it over.',
          },
        )
      }
      const skipped = new Set(skipUids)
      const taken = plan.filter(({ entry }) => !skipped.has(entry.uid))
      const author = authorOf(deps, caller)
      await calendar.import(
        {
          revoke: taken.flatMap(({ revoke }) => revoke),
          add: taken.flatMap(({ add }) => add),
          fileName: content.name,
        },
        version,
        author,
      )
      const count = (action: PlannedEntry['action']) => taken.filter((each) => each.action === action).length
      return { addedCount: count('add'), changedCount: count('change'), removedCount: count('remove') }
    },
  }
}

/** A day as the contract has it. */
function dayOf({ id, on, kind, gradeLevel, sectionId, sectionName, shift, fromTime, ...rest }: KeptDay): DayType {
  return {
    id: id as DayTypeId,
    on,
    kind,
    gradeLevel,
    section: sectionId === null ? null : { id: sectionId as SectionId, name: sectionName ?? '' },
    shift,
    fromTime,
    countsAsSchoolDay: rest.countsAsSchoolDay,
    authority: rest.authority,
    suspensionId: rest.suspensionId as SuspensionId | null,
  }
}

const yearOf = ({ id, title, firstOn, lastOn, gradingPeriods }: KeptYear): SchoolYear => ({
  id: id as SchoolYearId,
  title,
  firstOn,
  lastOn,
  gradingPeriods: gradingPeriods.map((period) => ({ ...period, id: period.id as GradingPeriodId })),
})

/** From the present school year to the end of the last one, a year beyond the present one at least. */
function fileRange(years: readonly KeptYear[], today: string): { readonly fromOn: string; readonly toOn: string } {
  const present = yearFor(today, years) ?? newYearFor(today, years)
  const ends = [addDays(present.lastOn, 366), ...years.map(({ lastOn }) => lastOn)]
  return { fromOn: present.firstOn, toOn: ends.toSorted().at(-1)! }
}

function datesOf(fromOn: string, toOn: string): string[] {
  const dates: string[] = []
  for (let on = fromOn; on <= toOn; on = addDays(on, 1)) dates.push(on)
  return dates
}

function checkRange(fromOn: string, toOn: string, most: number): void {
  if (fromOn > toOn) {
    throw new ProblemError('invalidInput', 'The last day lies before the first one.', {
      field: 'toOn',
      fix: 'Choose a later last day.',
    })
  }
  if (addDays(fromOn, most) <= toOn) {
    throw new ProblemError('invalidInput', `These are more than ${most} days.`, {
      field: 'toOn',
      fix: 'Choose an earlier last day.',
    })
  }
}

const faults: Readonly<Record<YearFault['fault'], string>> = {
  endsBeforeStart: 'ends before it begins',
  tooLong: 'is longer than a year and a half',
  overlaps: 'overlaps another one',
  outside: 'lies outside of the school year',
}

function problemOf(fault: YearFault, period: string | undefined): ProblemError {
  const what = period === undefined ? 'This school year' : `The grading period “${period}”`
  return new ProblemError('invalidInput', `${what} ${faults[fault.fault]}.`, {
    field: fault.field,
    fix: 'Change its first or last day.',
  })
}
