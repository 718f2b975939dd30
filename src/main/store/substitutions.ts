import { createHash } from 'node:crypto'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { ProblemError } from '../../shared/problem.ts'
import { appendDecision, type Author } from './attendance-decisions.ts'
import { stalePreview } from './calendar.ts'
import { tables, type Database, type Db } from './database.ts'
import { viewsOf, type DateRow, type MeetingView } from './meetings-view.ts'
import type { MeetingRow } from './outbox-queue.ts'
import { countLinks, type KeptAddressRules } from './registrants.ts'
import { addHost, moveDates, nextReleaseAt, releaseHosts } from './substitution-meetings.ts'

/** Whose classes of which days, both included, and who is to hold them. */
export interface WantedSubstitution {
  readonly teacherId: string
  readonly substituteId: string
  readonly firstOn: string
  readonly lastOn: string
}

/** How a substitute holds a class: by starting the same meeting, or with a meeting of their own. */
export type SubstitutionWay = 'alternativeHost' | 'newMeeting'

/** A class of the teacher's, as it stands. */
export interface ClassToHold {
  readonly meeting: MeetingRow
  readonly date: DateRow
  readonly view: MeetingView
  readonly way: SubstitutionWay
  /** The meeting that stands in for the one that the class was of. */
  readonly newMeetingId: string | null
  /** Zoom refused the alternative hosts of the meeting, and nobody has changed that since. */
  readonly refusesHosts: boolean
}

/** What a substitution would do. */
export interface SubstitutionPlan {
  readonly classes: readonly ClassToHold[]
  readonly digest: string
  /** Different students who would get a new link. */
  readonly newLinkCount: number
  readonly hostId: string
}

/** A substitution to be arranged. */
export interface SubstitutionOrder extends WantedSubstitution {
  readonly reason: string
  readonly digest: string
  /** Ids of dates that stay with the teacher. */
  readonly skip: readonly string[]
}

type Who = { readonly id: string; readonly name: string }

/** A substitution as lists show it. Instants are epoch ms. */
export interface KeptSubstitution extends Pick<WantedSubstitution, 'firstOn' | 'lastOn'> {
  readonly id: string
  readonly teacher: Who
  readonly substitute: Who
  readonly reason: string
  readonly arrangedBy: string
  readonly arrangedAt: number
  readonly undoneAt: number | null
  readonly classes: readonly ClassToHold[]
}

type SubstitutionRow = typeof tables.substitutions.$inferSelect
type Host = typeof tables.hosts.$inferSelect
type Person = typeof tables.persons.$inferSelect

const changed = ['meetings', 'outbox', 'periods', 'attendance'] as const

/** Classes held by somebody else: what it would mean, arranging it in one transaction, and taking it back. */
export function createSubstitutionsStore(database: Database) {
  const { substitutions, substitutionDates, meetings } = tables

  return {
    /** What it would do at this moment. Raises `notFound`, `invalidInput`, and `conflict` for a substitute who is no host. */
    plan: (wanted: WantedSubstitution, now: number): Promise<SubstitutionPlan> =>
      database.read((db) => planOf(db, wanted, now)),

    /** Arranges it; returns its id. Raises `stalePreview` when the classes are not those of the digest. */
    arrange: (order: SubstitutionOrder, rules: KeptAddressRules, author: Author): Promise<string> =>
      database.write(changed, (db) => {
        const { classes, digest, hostId } = planOf(db, order, author.at)
        if (digest !== order.digest) throw stalePreview()
        const held = classes.filter(({ date }) => !order.skip.includes(date.id))
        if (held.length === 0) {
          throw new ProblemError('invalidInput', 'No class is left for the substitute to hold.', {
            field: 'skipOccurrenceIds',
            fix: 'Leave at least one class ticked.',
          })
        }
        const { firstOn, lastOn, reason, teacherId, substituteId } = order
        const { key, id } = db
          .insert(substitutions)
          .values({
            id: author.newId(),
            teacherKey: staffOf(db, teacherId, 'teacherId').key,
            substituteKey: staffOf(db, substituteId, 'substituteId').key,
            substituteHostId: hostId,
            ...{ firstOn, lastOn, reason },
            actor: author.actor,
            device: author.device,
            arrangedAt: author.at,
          })
          .returning()
          .get()
        const writing = { now: author.at, newId: author.newId }
        for (const [meetingKey, own] of Map.groupBy(held, ({ meeting }) => meeting.key)) {
          const { meeting, way } = own[0]!
          const isAlternative = way === 'alternativeHost'
          const hostState = isAlternative ? addHost(db, meeting, hostId, writing) : null
          const newMeetingKey = isAlternative ? null : standIn(db, meeting, datesIn(own), hostId, rules, writing)
          for (const { date } of own) {
            const of = { substitutionKey: key, occurrenceKey: date.key, meetingKey }
            db.insert(substitutionDates)
              .values({ ...of, way, newMeetingKey, hostState })
              .run()
          }
        }
        const subjectIds = [id, ...held.map(({ date }) => date.id)]
        appendDecision(db, author, { action: 'substitution.arrange', subjectIds, text: reason })
        return id
      }),

    /**
     * Gives the classes that lie ahead a meeting of the substitute's own, where Zoom does not take the substitute as an
     * alternative host. Raises `notFound` and `conflict`.
     */
    makeNewMeetings: (id: string, rules: KeptAddressRules, author: Author): Promise<void> =>
      database.write(changed, (db) => {
        const substitution = mustStand(db, id)
        const writing = { now: author.at, newId: author.newId }
        const ahead = classesOf(db, substitution, author.at).filter(
          ({ date, way }) => way === 'alternativeHost' && date.startInstant > author.at && date.state === 'scheduled',
        )
        for (const own of Map.groupBy(ahead, ({ meeting }) => meeting.key).values()) {
          const { meeting } = own[0]!
          if (meeting.hostId === substitution.substituteHostId) continue
          const keys = own.map(({ date }) => date.key)
          // First the host goes, so that what Zoom refused because of it goes out again without it.
          db.update(substitutionDates).set({ way: 'newMeeting' }).where(rowsOf(substitution, keys)).run()
          releaseHosts(db, writing)
          const present = db.select().from(meetings).where(eq(meetings.key, meeting.key)).get()!
          const newMeetingKey = standIn(db, present, datesIn(own), substitution.substituteHostId, rules, writing)
          db.update(substitutionDates).set({ newMeetingKey, hostState: null }).where(rowsOf(substitution, keys)).run()
        }
        const subjectIds = [id, ...ahead.map(({ date }) => date.id)]
        appendDecision(db, author, { action: 'substitution.makeNewMeetings', subjectIds, text: '' })
      }),

    /** Gives back what lies ahead; what has begun stays on the record. Raises `notFound` and `conflict`. */
    undo: (id: string, rules: KeptAddressRules, author: Author): Promise<void> =>
      database.write(changed, (db) => {
        const substitution = mustStand(db, id)
        const writing = { now: author.at, newId: author.newId }
        db.update(substitutions).set({ undoneAt: author.at }).where(eq(substitutions.key, substitution.key)).run()
        const ahead = classesOf(db, substitution, author.at).filter(({ date }) => date.startInstant > author.at)
        const standing = ahead.filter(({ way, date }) => way === 'newMeeting' && date.state === 'scheduled')
        for (const own of Map.groupBy(standing, ({ meeting }) => meeting.key).values()) {
          const { meeting } = own[0]!
          const [row] = db
            .select({ key: substitutionDates.meetingKey })
            .from(substitutionDates)
            .where(rowsOf(substitution, [own[0]!.date.key]))
            .all()
          const before = db.select().from(meetings).where(eq(meetings.key, row!.key)).get()!
          moveDates(db, meeting, datesIn(own), likeOf(before), rules, writing)
        }
        releaseHosts(db, writing)
        const subjectIds = [id, ...ahead.map(({ date }) => date.id)]
        appendDecision(db, author, { action: 'substitution.undo', subjectIds, text: '' })
      }),

    /** Those with a day in the range, both included, latest first. */
    list: (fromOn: string, toOn: string, now: number): Promise<KeptSubstitution[]> =>
      database.read((db) =>
        db
          .select()
          .from(substitutions)
          .where(sql`${substitutions.firstOn} <= ${toOn} and ${substitutions.lastOn} >= ${fromOn}`)
          .orderBy(sql`${substitutions.arrangedAt} desc, ${substitutions.key} desc`)
          .all()
          .map((row) => keptOf(db, row, now)),
      ),

    /** One of them. Raises `notFound`. */
    get: (id: string, now: number): Promise<KeptSubstitution> =>
      database.read((db) => keptOf(db, mustFind(db, id), now)),

    /** When the next substitute is to be taken off a meeting, epoch ms; null for none. */
    nextReleaseAt: (): Promise<number | null> => database.read(nextReleaseAt),

    /** Takes substitutes whom no class needs any more off their meetings; returns how many. */
    release: (now: number, newId: () => string): Promise<number> =>
      database.write(['meetings', 'outbox'], (db) => releaseHosts(db, { now, newId })),
  }
}
export type SubstitutionsStore = ReturnType<typeof createSubstitutionsStore>

const rowsOf = ({ key }: SubstitutionRow, dateKeys: readonly number[]) =>
  and(eq(tables.substitutionDates.substitutionKey, key), inArray(tables.substitutionDates.occurrenceKey, [...dateKeys]))

const datesIn = (classes: readonly ClassToHold[]): DateRow[] => classes.map(({ date }) => date)

function likeOf({ key: _key, id: _id, reference: _reference, ...like }: MeetingRow) {
  return like
}

/** A meeting of the substitute's own. Zoom registers nobody for a host without a licence: then all come by one link. */
function standIn(
  db: Db,
  meeting: MeetingRow,
  dates: readonly DateRow[],
  hostId: string,
  rules: KeptAddressRules,
  writing: { readonly now: number; readonly newId: () => string },
): number {
  const host = db.select().from(tables.hosts).where(eq(tables.hosts.hostId, hostId)).get()
  const like = {
    ...likeOf(meeting),
    hostId,
    ...(host === undefined ? {} : { hostName: host.name, hostEmail: host.email }),
    alternativeHosts: [],
    audience: meeting.audience === 'class' && host?.isLicensed !== true ? ('students' as const) : meeting.audience,
  }
  return moveDates(db, meeting, dates, like, rules, writing)
}

function planOf(db: Db, wanted: WantedSubstitution, now: number): SubstitutionPlan {
  const { teacherId, substituteId, firstOn, lastOn } = wanted
  const teacher = staffOf(db, teacherId, 'teacherId')
  const substitute = staffOf(db, substituteId, 'substituteId')
  if (teacher.key === substitute.key)
    throw wrong('substituteId', 'Nobody is their own substitute.', 'Choose somebody else.')
  if (lastOn < firstOn) throw wrong('lastOn', 'The last day is before the first.', 'Choose a later day.')
  const hosts = hostsOf(db, substitute)
  const host = hosts.find(({ isLicensed }) => isLicensed) ?? hosts[0]
  if (host === undefined) {
    throw new ProblemError(
      'conflict',
      'This substitute is no user of the Zoom account, so they cannot start a class.',
      {
        field: 'substituteId',
        fix: 'Add them in Zoom by their own e-mail address, or choose somebody else.',
      },
    )
  }
  const hostIds = hostsOf(db, teacher).map(({ hostId }) => hostId)
  const keys = db.all<{ key: number }>(sql`
    select o.key from occurrences o join meetings m on m.key = o.meeting_key
    where o.on_date between ${firstOn} and ${lastOn} and o.state = 'scheduled' and o.start_instant > ${now}
      and m.state in ('creating', 'scheduled', 'refused') and m.removed_at is null
      and iif(m.group_key is null, m.host_id in (select value from json_each(${JSON.stringify(hostIds)})), exists (
        select 1 from assignments a where a.group_key = m.group_key and a.person_key = ${teacher.key}
          and a.first_on <= o.on_date and (a.last_on is null or a.last_on >= o.on_date)))`)
  const classes = readClasses(
    db,
    keys.map(({ key }) => key),
    now,
  ).map(({ meeting, ...each }): ClassToHold => {
    const isKept = host.isLicensed || meeting.hostId === host.hostId
    return { ...each, meeting, way: isKept ? 'alternativeHost' : 'newMeeting', newMeetingId: null, refusesHosts: false }
  })
  const seen = classes.map(({ date, meeting, way }) => [date.id, date.startInstant, meeting.id, way])
  return {
    classes,
    digest: createHash('sha256')
      .update(JSON.stringify([teacherId, substituteId, firstOn, lastOn, host.hostId, seen]))
      .digest('hex'),
    newLinkCount: countLinks(
      db,
      classes.flatMap(({ way, meeting }) => (way === 'newMeeting' ? meeting.key : [])),
    ),
    hostId: host.hostId,
  }
}

function readClasses(
  db: Db,
  dateKeys: readonly number[],
  now: number,
): Pick<ClassToHold, 'meeting' | 'date' | 'view'>[] {
  const { occurrences, meetings } = tables
  const rows = db
    .select({ date: occurrences, meeting: meetings })
    .from(occurrences)
    .innerJoin(meetings, eq(meetings.key, occurrences.meetingKey))
    .where(sql`${occurrences.key} in (select value from json_each(${JSON.stringify(dateKeys)}))`)
    .orderBy(occurrences.startInstant, occurrences.key)
    .all()
  const views = viewsOf(db, rows, now)
  return rows.map((row, index) => ({ ...row, view: views[index]! }))
}

/** The classes of a substitution as they stand by now, by start. */
function classesOf(db: Db, { key }: SubstitutionRow, now: number): ClassToHold[] {
  const rows = db.all<{ dateKey: number; way: SubstitutionWay; newMeetingId: string | null }>(sql`
    select sd.occurrence_key as dateKey, sd.way, m.id as newMeetingId
    from substitution_dates sd left join meetings m on m.key = sd.new_meeting_key where sd.substitution_key = ${key}`)
  const byDate = new Map(rows.map((row) => [row.dateKey, row]))
  const refused = refusingHosts(db)
  return readClasses(db, [...byDate.keys()], now).map((each) => {
    const { way, newMeetingId } = byDate.get(each.date.key)!
    return { ...each, way, newMeetingId, refusesHosts: refused.has(each.meeting.key) }
  })
}

/** Meetings whose change Zoom refused because of its alternative hosts. */
const refusingHosts = (db: Db): Set<number> =>
  new Set(
    db
      .all<{ key: number }>(sql`
        select meeting_key as key from outbox
        where state = 'refused' and action in ('create', 'update') and problem ->> 'field' = 'alternativeHosts'`)
      .map(({ key }) => key),
  )

function keptOf(db: Db, row: SubstitutionRow, now: number): KeptSubstitution {
  const who = (key: number): Who => {
    const { id, listName: name } = db.select().from(tables.persons).where(eq(tables.persons.key, key)).get()!
    return { id, name }
  }
  const { id, firstOn, lastOn, reason, actor: arrangedBy, arrangedAt, undoneAt } = row
  return {
    ...{ id, firstOn, lastOn, reason, arrangedBy, arrangedAt, undoneAt },
    teacher: who(row.teacherKey),
    substitute: who(row.substituteKey),
    classes: classesOf(db, row, now),
  }
}

function staffOf(db: Db, id: string, field: 'teacherId' | 'substituteId'): Person {
  const found = db
    .select()
    .from(tables.persons)
    .where(and(eq(tables.persons.id, id), eq(tables.persons.kind, 'staff')))
    .get()
  if (found !== undefined) return found
  throw new ProblemError('notFound', 'This teacher is not in Homeroom any more.', {
    field,
    fix: 'Choose somebody else.',
  })
}

/** The users of the Zoom account with one of a person's own addresses. */
const hostsOf = (db: Db, { key }: Person): Host[] =>
  db
    .select()
    .from(tables.hosts)
    .where(
      sql`lower(${tables.hosts.email}) in (select lower(address) from emails where person_key = ${key} and owner = 'own')`,
    )
    .orderBy(tables.hosts.name)
    .all()

function mustFind(db: Db, id: string): SubstitutionRow {
  const found = db.select().from(tables.substitutions).where(eq(tables.substitutions.id, id)).get()
  if (found !== undefined) return found
  throw new ProblemError('notFound', 'This substitution is not in Homeroom.', { fix: 'Reload the list.' })
}

function mustStand(db: Db, id: string): SubstitutionRow {
  const found = mustFind(db, id)
  if (found.undoneAt === null) return found
  throw new ProblemError('conflict', 'This substitution is undone already.', { fix: 'Reload the list.' })
}

const wrong = (field: string, message: string, fix: string) => new ProblemError('invalidInput', message, { field, fix })
