import { isDeepStrictEqual } from 'node:util'
import { asc, eq, inArray } from 'drizzle-orm'
import { fifteenMinutes, type PolicyRule } from '../../shared/domain/policy.ts'
import { tables, type Database, type Db } from './database.ts'
import type { Writing } from './meetings-sending.ts'
import type { KeptAddressRules } from './registrants.ts'
import { mailUpcoming, replanUpcoming } from './registrants-upcoming.ts'

/** What a school may set besides its rules of marking, with what holds until somebody sets it. */
export interface KeptSettings {
  /** Domains that students may be registered with; empty allows every one. */
  readonly allowedDomains: readonly string[]
  /** A domain that the school owns, for students without an address of their own; null makes none. */
  readonly ownedDomain: string | null
  /** Staff who are registered beside the students, and whether Zoom mails anybody who is registered. */
  readonly registration: {
    readonly staff: 'none' | 'teachers' | 'teachersAndAdvisers'
    readonly staffIds: readonly string[]
    readonly zoomMails: boolean
  }
  /** Whether an exact unique name counts without a person's word; null: only where registration is off. */
  readonly acceptExactNames: boolean | null
  readonly defaults: {
    readonly durationMinutes: number
    readonly admission: 'waitingRoom' | 'registrationLink'
    readonly muteOnEntry: boolean
    readonly hostVideo: boolean
    readonly participantVideo: boolean
    readonly joinBeforeHost: boolean
    readonly recording: 'none' | 'local' | 'cloud'
  }
  /** When classes take place; ISO days, 1 is Monday. */
  readonly schoolHours: {
    readonly opensAt: string
    readonly closesAt: string
    readonly weekDays: readonly number[]
  }
  /** Until when sections may change as much as they like without a question; null for never. */
  readonly firstWeeksUntil: string | null
  /** What this computer tells of by itself; the quiet hours are wall times of the school, over midnight too. */
  readonly reminders: {
    readonly beforeMinutes: number | null
    readonly isAttentionTold: boolean
    readonly quietFrom: string
    readonly quietTo: string
  }
}

/** The rules of marking as they are kept. */
export type KeptPolicy = typeof tables.policies.$inferSelect

/** The rule that holds where no school rule does: "15 minutes", from the beginning of time. */
export const firstRule: PolicyRule = {
  policyId: 'fifteenMinutes',
  policy: fifteenMinutes,
  fromOn: '1900-01-01',
  scope: { kind: 'school' },
}

const initial: KeptSettings = {
  allowedDomains: [],
  ownedDomain: null,
  registration: { staff: 'none', staffIds: [], zoomMails: false },
  acceptExactNames: null,
  defaults: {
    durationMinutes: 60,
    admission: 'waitingRoom',
    muteOnEntry: true,
    hostVideo: true,
    participantVideo: true,
    joinBeforeHost: false,
    recording: 'none',
  },
  schoolHours: { opensAt: '06:00', closesAt: '18:00', weekDays: [1, 2, 3, 4, 5, 6] },
  firstWeeksUntil: null,
  reminders: { beforeMinutes: 10, isAttentionTold: true, quietFrom: '18:00', quietTo: '06:00' },
}
const names = Object.keys(initial) as (keyof KeptSettings)[]

/** The school's settings as they stand; what nobody has set has its first value. */
export function readSettings(db: Db): KeptSettings {
  const rows = db.select().from(tables.settings).where(inArray(tables.settings.name, names)).all()
  return { ...initial, ...Object.fromEntries(rows.map(({ name, value }) => [name, value])) }
}

/**
 * The rules of marking as the domain takes them, the school's first one before all others. Where two of one scope
 * begin on the same day the one that was added last counts.
 */
export function readRules(db: Db): {
  readonly rules: readonly PolicyRule[]
  readonly keys: ReadonlyMap<string, number>
} {
  const kept = db
    .select({ policy: tables.policies, groupId: tables.teachingGroups.id })
    .from(tables.policies)
    .leftJoin(tables.teachingGroups, eq(tables.teachingGroups.key, tables.policies.groupKey))
    .orderBy(asc(tables.policies.key))
    .all()
  const latest = new Map<string, (typeof kept)[number]>()
  for (const row of kept) {
    // LACT-1 needs the log of contacts; until a school can choose it nothing writes it.
    if (row.policy.preset !== 'lact1')
      latest.set(`${row.policy.fromOn}|${row.policy.gradeLevel}|${row.policy.groupKey}`, row)
  }
  return {
    rules: [firstRule, ...[...latest.values()].map(({ policy, groupId }) => ruleOf(policy, groupId))],
    keys: new Map([...latest.values()].map(({ policy }) => [policy.id, policy.key])),
  }
}

function ruleOf(kept: KeptPolicy, groupId: string | null): PolicyRule {
  const margins = { lateAfterMinutes: kept.lateAfterMinutes, leftEarlyBeforeMinutes: kept.leftEarlyMinutes }
  return {
    policyId: kept.id,
    fromOn: kept.fromOn,
    policy:
      kept.preset === 'percent'
        ? { kind: 'percent', presentPercent: kept.presentPercent, ...margins }
        : { kind: 'minutes', presentMinutes: kept.presentMinutes, ...margins },
    scope:
      groupId !== null
        ? { kind: 'teachingGroup', teachingGroupId: groupId }
        : kept.gradeLevel !== null
          ? { kind: 'grade', grade: kept.gradeLevel }
          : { kind: 'school' },
  }
}

/** Who is registered and how addresses are chosen. A school-made one holds our id of the person, which says nothing of the child. */
export function addressRulesOf({ allowedDomains, ownedDomain, registration }: KeptSettings): KeptAddressRules {
  return {
    allowedDomains,
    schoolAddressPattern: ownedDomain === null ? null : `s-{personId}@${ownedDomain}`,
    ...registration,
  }
}

/** Settings, and the rules of marking from a date on. */
export function createPoliciesStore(database: Database) {
  return {
    settings: (): Promise<KeptSettings> => database.read(readSettings),

    /** Who is registered and how addresses are chosen. */
    addressRules: (): Promise<KeptAddressRules> => database.read((db) => addressRulesOf(readSettings(db))),

    /** Sets what is given and leaves the rest. Upcoming classes follow what is said about registration. */
    change: (changes: Partial<KeptSettings>, writing: Writing): Promise<void> =>
      database.write(['settings', 'meetings', 'outbox'], (db) => {
        const before = readSettings(db)
        const at = writing.now
        for (const [name, value] of Object.entries(changes)) {
          if (value === undefined) continue
          if (value === null) {
            // Null is what holds until somebody sets it.
            db.delete(tables.settings).where(eq(tables.settings.name, name)).run()
            continue
          }
          db.insert(tables.settings)
            .values({ name, value, changedAt: at })
            .onConflictDoUpdate({ target: tables.settings.name, set: { value, changedAt: at } })
            .run()
        }
        const after = readSettings(db)
        const rules = addressRulesOf(after)
        if (isDeepStrictEqual(addressRulesOf(before), rules)) return
        replanUpcoming(db, {}, rules, writing)
        mailUpcoming(db, after.registration.zoomMails, writing)
      }),

    /** The school's own rules, by their first day and then by when they were added. */
    list: (): Promise<KeptPolicy[]> =>
      database.read((db) =>
        db.select().from(tables.policies).orderBy(asc(tables.policies.fromOn), asc(tables.policies.key)).all(),
      ),

    add: (policy: Omit<typeof tables.policies.$inferInsert, 'key'>): Promise<void> =>
      database.write(['settings'], (db) => {
        db.insert(tables.policies).values(policy).run()
      }),
  }
}
export type PoliciesStore = ReturnType<typeof createPoliciesStore>
