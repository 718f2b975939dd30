import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import {
  changeStays,
  countsOn,
  formatObjection,
  type Place,
  type Stay,
  type StayChange,
} from '../../shared/domain/enrollment.ts'
import { addDays, type LocalDate } from '../../shared/domain/time.ts'
import type { EnrollmentChange } from '../../shared/contract/enrollment.ts'
import { assertNever, ProblemError } from '../../shared/problem.ts'
import type { Database, Db } from './database.ts'
import { differingDays, periodsOf } from './enrollment-periods.ts'
import { countRegistrations } from './enrollment-registrations.ts'
import { placeTitle, readEnrollments, readStays, type EnrollmentRow } from './enrollment-rows.ts'
import { putStays } from './enrollment-writing.ts'
import { personKeysOf } from './people-writing.ts'
import { changeRosters, rosterNouns, type RosterAuthor, type RosterChange } from './roster-writing.ts'
import { readUnlisted, type UnlistedPerson } from './unlisted.ts'

/** What a change would do with one person. */
export interface PlannedPerson {
  readonly personId: string
  readonly listName: string
  readonly from: string | null
  readonly to: string | null
  readonly objection: string | null
}

/** What a change would do. */
export interface EnrollmentPlan {
  readonly digest: string
  readonly people: readonly PlannedPerson[]
  readonly periodCount: number
  readonly markCount: number
  readonly registrationCount: number
  readonly cancellationCount: number
}

/** Who belongs where from when to when: changed as one deed, after a look at what it would do. */
export function createEnrollmentsStore(database: Database) {
  return {
    /** What the change would do as of now. Raises `notFound`. */
    preview: (wanted: EnrollmentChange, now: number): Promise<EnrollmentPlan> =>
      database.read((db) => {
        const { people, digest } = planChange(db, wanted)
        const going = people.flatMap(({ key, before, after }) => (after === null ? [] : [{ key, before, after }]))
        const periods = periodsOf(db, differingDays(going), now)
        return {
          digest,
          people: people.map(({ personId, listName, from, to, objection }) => ({
            personId,
            listName,
            from,
            to,
            objection,
          })),
          periodCount: periods.length,
          markCount: periods.reduce((sum, { isJudged, personKeys }) => sum + (isJudged ? personKeys.length : 0), 0),
          ...countRegistrations(db, going, now),
        }
      }),

    /** Does what the preview showed, all of it or nothing. Raises `stalePreview` when the rosters have changed since. */
    change: (wanted: EnrollmentChange, digest: string, author: RosterAuthor): Promise<RosterChange<number>> =>
      database.write(rosterNouns, (db) => {
        const plan = planChange(db, wanted)
        if (plan.digest !== digest) {
          throw new ProblemError('stalePreview', 'The rosters have changed since the preview. Nothing was changed.', {
            fix: 'Look at the preview again, then go on.',
          })
        }
        const going = plan.people.filter(({ after }) => after !== null)
        const personKeys = going.map(({ key }) => key)
        return changeRosters(db, wanted.kind, { personKeys }, author, () => {
          for (const { key, before, after } of going) putStays(db, key, before, after!, author)
          return going.length
        })
      }),

    /** People who came to a section's classes from a day on without being on its list. */
    unlisted: (sectionId: string, fromOn: string, today: string): Promise<UnlistedPerson[]> =>
      database.read((db) => readUnlisted(db, sectionId, fromOn, today)),
  }
}
export type EnrollmentsStore = ReturnType<typeof createEnrollmentsStore>

interface Planned extends PlannedPerson {
  readonly key: number
  readonly before: readonly EnrollmentRow[]
  /** Null for one who is left out. */
  readonly after: readonly Stay[] | null
}

interface PersonRow {
  readonly key: number
  readonly id: string
  readonly listName: string
  readonly kind: 'student' | 'staff'
  readonly isArchived: 0 | 1
}

function planChange(db: Db, wanted: EnrollmentChange): { people: Planned[]; digest: string } {
  const change = stayChangeOf(db, wanted)
  const rows = readPersons(db, wanted)
  const stays = readStays(
    db,
    rows.map(({ key }) => key),
  )
  const titleOf = titles(change, [...stays.values()].flat())
  const people = rows.map((row): Planned => {
    const before = stays.get(row.key) ?? []
    const refused = standingObjection(row)
    const changed = refused === null ? changeStays(before, change.stays) : null
    const objection =
      refused ?? (changed === null || changed.objection === null ? null : formatObjection(changed.objection, titleOf))
    const after = changed?.stays ?? null
    const { key, id: personId, listName } = row
    return {
      key,
      personId,
      listName,
      before,
      after,
      ...fromTo(change.stays, before, after ?? before, titleOf),
      objection,
    }
  })
  const said = people.map(({ personId, before, after, objection }) => [personId, before, after, objection])
  const digest = createHash('sha256')
    .update(JSON.stringify([wanted, said]))
    .digest('hex')
  return { people, digest }
}

interface Resolved {
  readonly stays: StayChange
  /** The place that it names, and how that is called. */
  readonly place: Place | null
  readonly title: string
}

function stayChangeOf(db: Db, wanted: EnrollmentChange): Resolved {
  switch (wanted.kind) {
    case 'enroll': {
      const { sectionId, groupId, kind, firstOn, reason, detail } = wanted
      if ((sectionId === undefined) === (groupId === undefined)) {
        throw new ProblemError('invalidInput', 'Name a section or a class to enroll in, one of the two.', {
          field: 'change.sectionId',
          fix: 'Choose a section.',
        })
      }
      const place: Place =
        sectionId === undefined ? { kind: 'group', id: groupId! } : { kind: 'section', id: sectionId }
      return { stays: { kind, place, firstOn, reason, detail }, place, title: placeTitle(db, place) }
    }
    case 'move': {
      const { kind, toSectionId, firstOn } = wanted
      const place: Place = { kind: 'section', id: toSectionId }
      const toTitle = placeTitle(db, place)
      return { stays: { kind, toSectionId, toTitle, firstOn }, place, title: toTitle }
    }
    case 'withdraw': {
      const { kind, lastOn, reason, detail } = wanted
      return { stays: { kind, enrollmentId: null, lastOn, reason, detail }, place: null, title: '' }
    }
    case 'correct':
      return { stays: wanted, place: null, title: '' }
    default:
      return assertNever(wanted)
  }
}

function readPersons(db: Db, wanted: EnrollmentChange): PersonRow[] {
  const keys =
    wanted.kind === 'correct'
      ? [ownerOf(db, wanted.enrollmentId)]
      : personKeysOf(db, wanted.personIds, 'change.personIds')
  return db.all<PersonRow>(sql`
    select key, id, list_name as listName, kind, archived_at is not null as isArchived
    from persons where key in (select value from json_each(${JSON.stringify(keys)})) order by list_name, key`)
}

function ownerOf(db: Db, enrollmentId: string): number {
  const [stay] = readEnrollments(db, sql`e.id = ${enrollmentId}`)
  if (stay !== undefined) return stay.personKey
  throw new ProblemError('notFound', 'This enrollment is not in Homeroom any more.', {
    field: 'change.enrollmentId',
    fix: 'Reload the page of the student.',
  })
}

function standingObjection({ kind, isArchived }: PersonRow): string | null {
  if (kind === 'staff') return 'Belongs to the staff: teachers are assigned to classes instead.'
  return isArchived === 1 ? 'Is archived: restore them first.' : null
}

/** Where somebody is from the day of the change on, without it and with it. */
function fromTo(
  change: StayChange,
  before: readonly Stay[],
  after: readonly Stay[],
  titleOf: (place: Place) => string,
): Pick<Planned, 'from' | 'to'> {
  const isAsked = ({ id, place }: Stay) => {
    if (change.kind === 'correct') return id === change.enrollmentId
    return change.kind === 'enroll' && change.place.kind === 'group'
      ? place.kind === 'group' && place.id === change.place.id
      : place.kind === 'section'
  }
  const placeOn = (stays: readonly Stay[], on: LocalDate) => {
    const stay = stays.find((each) => isAsked(each) && countsOn(each, on))
    return stay === undefined ? null : titleOf(stay.place)
  }
  const on = change.kind === 'withdraw' ? addDays(change.lastOn, 1) : change.firstOn
  return { from: placeOn(before, on), to: placeOn(after, on) }
}

/** How every place is called that a change is about. */
function titles({ place, title }: Resolved, stays: readonly EnrollmentRow[]): (place: Place) => string {
  const known = new Map(stays.map((stay) => [stay.place.id, stay.title]))
  if (place !== null) known.set(place.id, title)
  return ({ id }) => known.get(id) ?? ''
}
