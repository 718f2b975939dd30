import type { DayType } from '../../shared/contract/calendar.ts'
import type { Handlers, ParsedOf } from '../../shared/contract/index.ts'
import { addDays, weekday } from '../../shared/domain/time.ts'
import type { DayTypeId, SectionId, SuspensionId } from '../../shared/ids.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock, Log } from '../ports.ts'
import type { CalendarStore, KeptDay } from '../store/calendar.ts'
import type { DayOrder } from '../store/suspension-classes.ts'
import type { SuspensionsStore } from '../store/suspensions.ts'
import { authorOf } from './attendance.ts'
import { countsByKind } from './calendar-import.ts'
import { previewOrder } from './suspension-view.ts'

type Names = 'calendar.previewDays' | 'calendar.setDays' | 'calendar.revokeDays'

/** What saying something of days needs. */
export interface CalendarDaysDeps {
  readonly calendar: Pick<CalendarStore, 'days' | 'say' | 'revoke'>
  readonly suspensions: Pick<SuspensionsStore, 'plan' | 'countMarks' | 'countPlanned' | 'order'>
  /** Which computer decides, for the log of decisions. */
  readonly device: string
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Log
}

const mostDaysSaid = 400

/** What kind of day each day is: saying it, with the classes that do not take place for it called off, and taking it back. */
export function createCalendarDaysOperations(deps: CalendarDaysDeps): Handlers<Names> {
  const { calendar, suspensions, clock, log } = deps

  return {
    'calendar.previewDays': (input) => previewOrder(suspensions, orderOf(input), clock.now()),

    'calendar.setDays': async ({ countsAsSchoolDay, authority, callOff, ...input }, caller) => {
      const said = orderOf(input)
      const order = { ...said, authority, countsAsSchoolDay: countsAsSchoolDay ?? said.countsAsSchoolDay }
      const author = authorOf(deps, caller)
      const plannedCount = await suspensions.countPlanned(order, author.at)
      if (callOff === undefined) {
        const { dates, parts, isForNarrower: _, ...word } = order
        const days = await calendar.say({ dates, ...parts[0]!, ...word }, author)
        return { days: days.map(dayOf), plannedCount, cancelledCount: 0, suspensionId: null }
      }
      const { digest, keepOccurrenceIds: keep } = callOff
      const ordered = await suspensions.order({ ...order, digest, keep }, author)
      log.info('calendar.calledOff', { cancelled: ordered.cancelledCount, kept: ordered.keptCount })
      const days = await calendar.days(input.fromOn, input.toOn)
      return {
        days: days.filter(({ suspensionId }) => suspensionId === ordered.id).map(dayOf),
        plannedCount: plannedCount - ordered.cancelledCount,
        cancelledCount: ordered.cancelledCount,
        suspensionId: ordered.id as SuspensionId,
      }
    },

    'calendar.revokeDays': async ({ ids }, caller) => {
      await calendar.revoke(ids, authorOf(deps, caller))
      return { done: true }
    },
  }
}

/** What is said of the days of a range. It is no order: what was said of a narrower part goes on to hold for that part. */
function orderOf(input: ParsedOf<'calendar.previewDays'>): DayOrder {
  const { fromOn, toOn, weekDays, kind, gradeLevel, sectionId, shift, fromTime } = input
  checkRange(fromOn, toOn, mostDaysSaid)
  if (sectionId !== undefined && (gradeLevel !== undefined || shift !== undefined)) {
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
  return {
    dates,
    kind,
    parts: [{ gradeLevel: gradeLevel ?? null, sectionId: sectionId ?? null, shift: shift ?? null }],
    fromTime: fromTime ?? null,
    countsAsSchoolDay: countsByKind(kind),
    authority: '',
    isForNarrower: false,
  }
}

/** A day as the contract has it. */
export function dayOf({
  id,
  on,
  kind,
  gradeLevel,
  sectionId,
  sectionName,
  shift,
  fromTime,
  ...rest
}: KeptDay): DayType {
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

function datesOf(fromOn: string, toOn: string): string[] {
  const dates: string[] = []
  for (let on = fromOn; on <= toOn; on = addDays(on, 1)) dates.push(on)
  return dates
}

/** Refuses a range that is the wrong way round, or longer than so many days. Raises `invalidInput`. */
export function checkRange(fromOn: string, toOn: string, most: number): void {
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
