import type { Handlers } from '../../shared/contract/index.ts'
import { localDate } from '../../shared/domain/time.ts'
import type { MeetingId } from '../../shared/ids.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { OutboxStore } from '../store/outbox.ts'
import type { KeptAddressRules, RegistrantScope, RegistrantsStore } from '../store/registrants.ts'
import type { RegistrationCourses } from '../store/registrants-progress.ts'
import { waitUntil } from './outbox-wait.ts'
import { checkRegistration, type RegistrationCheckDeps } from './registration-check.ts'
import { countsOf, meetingRegistrationOf, progressOf } from './registration-view.ts'

type Names =
  | 'registration.list'
  | 'registration.progress'
  | 'registration.stop'
  | 'registration.registerStudent'
  | 'registration.check'

/** What the operations of registration need. */
export interface RegistrationOperationsDeps extends RegistrationCheckDeps {
  readonly registrants: RegistrantsStore
  readonly courses: RegistrationCourses
  readonly outbox: OutboxStore
  readonly addressRules: () => Promise<KeptAddressRules>
  readonly timeZone: () => string
  readonly clock: Clock
  readonly realClock: Clock
  /** Hears of each change in the database; returns the unsubscriber. */
  readonly onChange: (listener: () => void) => () => void
  readonly newId: () => string
}

/** Who is registered and who is not and why, how far it is, stopping it, and the check before a class. */
export function createRegistrationOperations(deps: RegistrationOperationsDeps): Handlers<Names> {
  const { registrants, courses, outbox, clock, newId } = deps
  const progress = async (meetingId: MeetingId) => progressOf((await courses.read(meetingId))[0]!)

  return {
    'registration.list': async ({ meetingId, sectionId, personId, isWithoutLink }) => {
      const now = clock.now()
      const scopes: readonly RegistrantScope[] = [
        ...(meetingId === undefined ? [] : [{ meetingId }]),
        ...(sectionId === undefined ? [] : [{ sectionId, on: localDate(now, deps.timeZone()) }]),
        ...(personId === undefined ? [] : [{ personId }]),
      ]
      const [scope] = scopes
      if (scope === undefined || scopes.length > 1) {
        throw new ProblemError('invalidInput', 'Name a meeting, a section or a person, one of the three.', {
          field: meetingId === undefined ? 'meetingId' : 'sectionId',
        })
      }
      const rows = await registrants.ofScope(scope, now)
      const shown = isWithoutLink ? rows.filter(({ state }) => state !== 'registered' && state !== 'cancelled') : rows
      return { registrations: shown.map(meetingRegistrationOf), counts: countsOf(rows) }
    },

    'registration.progress': async ({ meetingId }) => ({
      meetings: (await courses.read(meetingId ?? null)).map(progressOf),
    }),

    'registration.stop': async ({ meetingId }) => {
      await courses.stop(meetingId, clock.now())
      return progress(meetingId)
    },

    'registration.registerStudent': async ({ personId, waitSeconds }) => {
      const read = () => registrants.ofScope({ personId }, clock.now())
      const hadLink = new Set(
        (await read()).flatMap(({ meetingId, state }) => (state === 'registered' ? meetingId : [])),
      )
      await courses.registerPerson(personId, await deps.addressRules(), { now: clock.now(), newId })
      const meetingIds = (await read()).flatMap(({ meetingId, state }) => (state === 'cancelled' ? [] : meetingId))
      if (meetingIds.length === 0) {
        throw new ProblemError('conflict', 'This student has no class with registration to come.', {
          fix: 'Enroll them in a section or class, or schedule a class for it.',
        })
      }
      await waitUntil(deps, waitSeconds, async () => {
        const { moving, putOff } = await outbox.count(meetingIds)
        return moving === 0 || putOff > 0
      })
      const meetings = (await read())
        .filter(({ state }) => state !== 'cancelled')
        .map((row) => ({
          ...meetingRegistrationOf(row),
          outcome:
            row.state !== 'registered' || !(hadLink.has(row.meetingId) || row.triedOn === null)
              ? (row.state as 'registered' | 'pending' | 'waiting' | 'refused')
              : ('already' as const),
        }))
      return { meetings, registeredCount: meetings.filter(({ outcome }) => outcome === 'registered').length }
    },

    'registration.check': (input) => checkRegistration(deps, input),
  }
}
