import type { DayType, SchoolYear } from '../../shared/contract/calendar.ts'
import type { Handlers } from '../../shared/contract/index.ts'
import type { GradingPeriodId, SchoolYearId } from '../../shared/ids.ts'
import { checkYear, newYearFor, yearFor, type YearFault } from '../../shared/domain/school-year.ts'
import { addDays, localDate } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { readIcs } from '../files/ics-reader.ts'
import type { digestFile } from '../files/digest.ts'
import type { Clock, FileContent, Files } from '../ports.ts'
import type { CalendarStore, KeptYear } from '../store/calendar.ts'
import type { SuspensionsStore } from '../store/suspensions.ts'
import { authorOf } from './attendance.ts'
import { checkRange, dayOf } from './calendar-days.ts'
import { countsByKind, planImport, type PlannedEntry } from './calendar-import.ts'

type Names = 'calendar.get' | 'calendar.saveYear' | 'calendar.previewFile' | 'calendar.importFile'

/** What the operations of the school's calendar need. */
export interface CalendarDeps {
  readonly calendar: CalendarStore
  readonly suspensions: Pick<SuspensionsStore, 'countPlanned'>
  readonly files: Files
  readonly readIcs: typeof readIcs
  readonly digest: typeof digestFile
  readonly timeZone: () => string
  /** Which computer decides, for the log of decisions. */
  readonly device: string
  readonly clock: Clock
  readonly newId: () => string
}

const mostDaysShown = 800
const wholeSchool = { gradeLevel: null, sectionId: null, shift: null }

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

  /** Classes ahead that days of a file let off. They are called off from the days themselves, where somebody sees which. */
  const countPlanned = async (taken: readonly PlannedEntry[], kind: DayType['kind'], now: number): Promise<number> => {
    const days = taken.flatMap(({ add }) => add)
    let count = 0
    for (const [fromTime, same] of Map.groupBy(days, (each) => each.fromTime)) {
      const dates = [...new Set(same.map(({ on }) => on))].toSorted()
      const said = { kind, fromTime, countsAsSchoolDay: countsByKind(kind), authority: '' }
      count += await deps.suspensions.countPlanned({ ...said, dates, parts: [wholeSchool], isForNarrower: false }, now)
    }
    return count
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
      return {
        addedCount: count('add'),
        changedCount: count('change'),
        removedCount: count('remove'),
        plannedCount: await countPlanned(taken, kind, author.at),
      }
    },
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
