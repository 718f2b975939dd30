import { addDays, localDate, toInstant, type LocalDate } from '../../shared/domain/time.ts'
import type { Clock } from '../ports.ts'
import type { KeptAddressRules } from '../store/registrants.ts'
import type { RegistrationCourses } from '../store/registrants-progress.ts'

/** What keeping registrations in step with the calendar needs. */
export interface RegistrationKeepDeps {
  readonly courses: RegistrationCourses
  readonly addressRules: () => Promise<KeptAddressRules>
  readonly timeZone: () => string
  readonly clock: Clock
  readonly newId: () => string
}

/** Nothing is told of a last day that passes: once a day, and after the start, whoever has left loses their links. */
export function createRegistrationKeeper({ courses, addressRules, timeZone, clock, newId }: RegistrationKeepDeps) {
  let lookedOn: LocalDate | null = null
  const today = () => localDate(clock.now(), timeZone())
  return {
    /** Takes back links of the days before; returns how many looks that took. */
    async collectDue(): Promise<number> {
      const on = today()
      if (lookedOn === on) return 0
      await courses.withdrawLeft(on, await addressRules(), { now: clock.now(), newId })
      lookedOn = on
      return 1
    },
    /** The beginning of the next day at school, epoch ms. */
    async nextDueAt(): Promise<number | null> {
      return lookedOn === null
        ? clock.now()
        : toInstant({ on: addDays(lookedOn, 1), at: '00:00', timeZone: timeZone() })
    },
  }
}
