import { createHash } from 'node:crypto'
import { desc, eq } from 'drizzle-orm'
import { tables, type Db } from './database.ts'

/** Who decides, on which computer, and when. */
export interface Author {
  readonly actor: string
  readonly device: string
  /** Epoch ms. */
  readonly at: number
  /** A fresh UUIDv7. */
  readonly newId: () => string
}

/** What a person decided: a closed-list word, the ids that it is about, and their own words. */
export interface Decided {
  readonly action: string
  readonly subjectIds: readonly string[]
  readonly text: string
}

/**
 * Adds a decision to the log of this device, inside the caller's transaction. Each entry's hash covers the one before it
 * and a salted hash of the text; the text itself lies beside the chain and can be erased with the chain still verifying.
 */
export function appendDecision(db: Db, { actor, device, at, newId }: Author, decided: Decided): string {
  const { decisions, decisionTexts } = tables
  const last = db
    .select({ sequence: decisions.sequence, hash: decisions.hash })
    .from(decisions)
    .where(eq(decisions.device, device))
    .orderBy(desc(decisions.sequence))
    .limit(1)
    .get()
  // The random bits of an id are salt enough: it only keeps a short text from being guessed.
  const salt = newId()
  const entry = {
    id: newId(),
    device,
    sequence: (last?.sequence ?? 0) + 1,
    at,
    actor,
    action: decided.action,
    subjectIds: [...decided.subjectIds],
    textHash: sha256(`${salt}\n${decided.text}`),
    previousHash: last?.hash ?? '',
  }
  const { key } = db
    .insert(decisions)
    .values({ ...entry, hash: sha256(JSON.stringify(entry)) })
    .returning({ key: decisions.key })
    .get()
  db.insert(decisionTexts).values({ decisionKey: key, salt, text: decided.text }).run()
  return entry.id
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
