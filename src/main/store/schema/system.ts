import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { identity, instant, json } from './columns.ts'

/** The connected Zoom account. Its secret lies in the secret store, never here. */
export const accounts = sqliteTable('accounts', {
  ...identity(),
  kind: text('kind', { enum: ['serverToServer'] }).notNull(),
  accountId: text('account_id').notNull(),
  clientId: text('client_id').notNull(),
  plan: text('plan', { enum: ['free', 'pro', 'business'] }).notNull(),
  name: text('name'),
  email: text('email'),
  grantedScopes: json<string[]>('granted_scopes').notNull(),
  connectedAt: instant('connected_at').notNull(),
  testedAt: instant('tested_at'),
  disconnectedAt: instant('disconnected_at'),
})

/** What a school has set, by name. */
export const settings = sqliteTable('settings', {
  name: text('name').primaryKey(),
  value: json<unknown>('value').notNull(),
  changedAt: instant('changed_at').notNull(),
})

/** How far a repeated reading has come, and what Zoom asked us to wait for: kept over restarts. */
export const cursors = sqliteTable('cursors', {
  name: text('name').primaryKey(),
  value: json<unknown>('value').notNull(),
  changedAt: instant('changed_at').notNull(),
})

/** Who runs the outbox and the pollers of this data folder. */
export const leases = sqliteTable('leases', {
  name: text('name').primaryKey(),
  owner: text('owner').notNull(),
  /** In real time, not on the practice clock: a jump must not expire a living holder. */
  expiresAt: instant('expires_at').notNull(),
})

/** What changed and by which process, so that the others can raise the same event. Trimmed as it grows. */
export const changes = sqliteTable('changes', {
  key: integer('key').primaryKey({ autoIncrement: true }),
  nouns: text('nouns').notNull(),
  owner: text('owner').notNull(),
})

/** Every decision of a person: ids and salted hashes, chained per device. */
export const decisions = sqliteTable(
  'decisions',
  {
    ...identity(),
    device: text('device').notNull(),
    sequence: integer('sequence').notNull(),
    at: instant('at').notNull(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subjectIds: json<string[]>('subject_ids').notNull(),
    /** SHA-256 over salt and text, so that the text can be erased with the chain still verifying. */
    textHash: text('text_hash').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [index('decisions_device').on(t.device, t.sequence)],
)

/** The personal text of decisions, beside the chain: what can be erased. */
export const decisionTexts = sqliteTable(
  'decision_texts',
  {
    decisionKey: integer('decision_key')
      .notNull()
      .references(() => decisions.key),
    salt: text('salt').notNull(),
    text: text('text').notNull(),
  },
  (t) => [primaryKey({ columns: [t.decisionKey] })],
)
