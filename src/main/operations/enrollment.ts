import type { Handlers } from '../../shared/contract/index.ts'
import type { EnrollmentPreview } from '../../shared/contract/enrollment.ts'
import { addDays, localDate, toIso } from '../../shared/domain/time.ts'
import type { ClassPeriodId, DeedId, MissingId, PersonId, SectionId, TeachingGroupId } from '../../shared/ids.ts'
import type { AttendanceStores } from '../store/attendance.ts'
import type { EnrollmentsStore } from '../store/enrollments.ts'
import type { MissingStudentsStore } from '../store/missing-students.ts'
import { followMarks, rosterAuthor, type RosterFollowDeps } from './roster-follow.ts'

type Names =
  | 'enrollment.preview'
  | 'enrollment.change'
  | 'enrollment.missing'
  | 'enrollment.settleMissing'
  | 'enrollment.unlisted'

/** How far back visitors of a section are looked for, in days. */
const visitDays = 60

/** What the operations of enrollments need. */
export interface EnrollmentDeps extends RosterFollowDeps {
  readonly enrollments: EnrollmentsStore
  readonly missing: MissingStudentsStore
  readonly periods: Pick<AttendanceStores['periods'], 'keysOf'>
  readonly timeZone: () => string
}

/** Who belongs where, from when to when. */
export function createEnrollmentOperations(deps: EnrollmentDeps): Handlers<Names> {
  const { enrollments, missing, clock } = deps

  return {
    'enrollment.preview': async ({ change }) => {
      const { people, ...plan } = await enrollments.preview(change, clock.now())
      return {
        ...plan,
        people: people.map((person): EnrollmentPreview['people'][number] => ({
          ...person,
          personId: person.personId as PersonId,
        })),
      }
    },

    'enrollment.change': async ({ change, digest }, caller) => {
      const done = await enrollments.change(change, digest, await rosterAuthor(deps, caller))
      await followMarks(deps, done.periodKeys)
      return { deedId: done.deedId as DeedId | null, changedCount: done.value }
    },

    'enrollment.missing': async ({ sectionId }) => ({
      students: (await missing.list(sectionId)).map(({ missingId, personId, section, group, foundAt, ...student }) => ({
        ...student,
        missingId: missingId as MissingId,
        personId: personId as PersonId,
        section: section === null ? null : { ...section, id: section.id as SectionId },
        group: group === null ? null : { ...group, id: group.id as TeachingGroupId },
        foundAt: toIso(foundAt),
      })),
    }),

    'enrollment.settleMissing': async ({ missingIds, as }, caller) => {
      const done = await missing.settle(missingIds, as, await rosterAuthor(deps, caller))
      await followMarks(deps, done.periodKeys)
      return { deedId: done.deedId as DeedId | null }
    },

    'enrollment.unlisted': async ({ sectionId }) => {
      const now = clock.now()
      const on = localDate(now, deps.timeZone())
      const fromOn = addDays(on, -visitDays)
      const periods = await deps.periods.keysOf({ fromOn, toOn: on, sectionId })
      const over = periods.filter(({ endAt }) => endAt <= now).map(({ key }) => key)
      await followMarks(deps, over)
      return {
        people: (await enrollments.unlisted(sectionId, fromOn, on)).map(({ personId, name, elsewhere, visits }) => ({
          personId: personId as PersonId | null,
          name,
          elsewhere,
          visits: visits.map((visit) => ({ ...visit, periodId: visit.periodId as ClassPeriodId })),
        })),
      }
    },
  }
}
