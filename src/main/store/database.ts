import Sqlite from 'better-sqlite3'
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { Log } from '../ports.ts'
import { ProblemError } from '../../shared/problem.ts'
import { keepPrepared } from './prepared.ts'
import { toProblem } from './problems.ts'
import * as arrangements from './schema/arrangements.ts'
import * as attendance from './schema/attendance.ts'
import * as calendar from './schema/calendar.ts'
import * as meetings from './schema/meetings.ts'
import * as people from './schema/people.ts'
import * as rosters from './schema/rosters.ts'
import * as system from './schema/system.ts'
import * as timetable from './schema/timetable.ts'

/** Every table, by the names that queries use. */
export const tables = {
  ...people,
  ...rosters,
  ...calendar,
  ...timetable,
  ...meetings,
  ...arrangements,
  ...attendance,
  ...system,
}

/** What a query or a write gets: drizzle over one connection. All calls on it are synchronous. */
export type Db = BetterSQLite3Database<typeof tables>

/** A word for each kind of thing that can change; what `changed` events carry. */
export type Noun =
  | 'school'
  | 'account'
  | 'people'
  | 'groups'
  | 'meetings'
  | 'outbox'
  | 'periods'
  | 'attendance'
  | 'strangers'
  | 'settings'
  | 'calendar'

/** One connection to the encrypted database. Async from day one, so that it can move to another thread. */
export interface Database {
  /** Runs a read on a consistent snapshot. */
  read<T>(run: (db: Db) => T): Promise<T>
  /**
   * Runs one write transaction. While another process writes it is tried again without blocking this thread; it raises
   * `inUse` after ten seconds of that. After the commit the nouns are told to this process and to the others.
   */
  write<T>(nouns: readonly Noun[], run: (db: Db) => T): Promise<T>
  /** Hears which nouns changed, by this process or another (within two seconds). Returns the unsubscriber. */
  onChange(listener: (nouns: readonly Noun[]) => void): () => void
  /** Closes the connection. */
  close(): Promise<void>
}

/** How to open a connection: the file, the 32-byte key, and who we are to the other processes. */
export interface OpenOptions {
  readonly file: string
  readonly key: Uint8Array
  /** Unique per connection. */
  readonly owner: string
  readonly log: Log
}

const BUSY_FOR_MS = 10_000
const CHANGES_KEPT = 200
const LOOK_FOR_CHANGES_MS = 1000

/** Opens the raw connection with its key and pragmas. Raises `locked` when the key does not fit the file. */
export function connect(file: string, key: Uint8Array): Sqlite.Database {
  let sqlite: Sqlite.Database
  try {
    sqlite = new Sqlite(file)
  } catch (error) {
    throw toProblem(error)
  }
  try {
    sqlite.pragma(`cipher='sqlcipher'`)
    sqlite.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`)
    // Zero: a busy database must never hold this thread. `write` waits by timer instead.
    sqlite.pragma('busy_timeout = 0')
    readFirstPage(sqlite)
    sqlite.pragma('foreign_keys = ON')
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('secure_delete = ON')
    sqlite.pragma('temp_store = MEMORY')
    sqlite.pragma('cache_size = -16000')
    return sqlite
  } catch (error) {
    sqlite.close()
    throw toProblem(error)
  }
}

function readFirstPage(sqlite: Sqlite.Database): void {
  try {
    sqlite.pragma('journal_mode = WAL')
    sqlite.prepare('select count(*) from sqlite_master').get()
  } catch (error) {
    if ((error as { code?: string }).code === 'SQLITE_NOTADB') {
      throw new ProblemError('locked', 'The key of this computer does not open the data of this school.', {
        fix: 'Enter the recovery code that was shown at set-up.',
      })
    }
    throw error
  }
}

/** Opens a migrated database for use. */
export function openDatabase({ file, key, owner, log }: OpenOptions): Database {
  const sqlite = connect(file, key)
  const db = drizzle(sqlite, { schema: tables })
  const listeners = new Set<(nouns: readonly Noun[]) => void>()
  const note = sqlite.prepare('insert into changes (nouns, owner) values (?, ?)')
  const trim = sqlite.prepare('delete from changes where key <= ?')
  const since = sqlite.prepare('select key, nouns, owner from changes where key > ? order by key')
  const lastChange = sqlite.prepare('select coalesce(max(key), 0) as last from changes')
  keepPrepared(sqlite)
  let seen = (lastChange.get() as { last: number }).last
  let version = sqlite.pragma('data_version', { simple: true })
  let isClosed = false

  const tell = (nouns: readonly Noun[]) => {
    for (const listener of listeners) listener(nouns)
  }

  /** Another connection's commit moves `data_version`; only then is the table of changes looked at. */
  const lookForChanges = () => {
    if (isClosed) return
    try {
      const present = sqlite.pragma('data_version', { simple: true })
      if (present === version) return
      version = present
      const rows = since.all(seen) as { key: number; nouns: string; owner: string }[]
      seen = rows.at(-1)?.key ?? seen
      const nouns = new Set(rows.filter((row) => row.owner !== owner).flatMap((row) => row.nouns.split(' ') as Noun[]))
      if (nouns.size > 0) tell([...nouns])
    } catch (error) {
      log.error('changes.lookFailed', error)
    }
  }
  // Real time on purpose: other processes write in real time, whatever the practice clock says.
  const timer = setInterval(lookForChanges, LOOK_FOR_CHANGES_MS)
  timer.unref()

  const attempt = <T>(nouns: readonly Noun[], run: (db: Db) => T): T => {
    sqlite.exec('BEGIN IMMEDIATE')
    try {
      const value = run(db)
      if (nouns.length > 0) {
        const { lastInsertRowid } = note.run(nouns.join(' '), owner)
        if (Number(lastInsertRowid) % 50 === 0) trim.run(Number(lastInsertRowid) - CHANGES_KEPT)
      }
      sqlite.exec('COMMIT')
      return value
    } catch (error) {
      if (sqlite.inTransaction) sqlite.exec('ROLLBACK')
      throw error
    }
  }

  return {
    async read(run) {
      try {
        sqlite.exec('BEGIN')
        try {
          return run(db)
        } finally {
          sqlite.exec('COMMIT')
        }
      } catch (error) {
        throw toProblem(error)
      }
    },

    async write(nouns, run) {
      let waitedMs = 0
      for (let step = 2; ; step = Math.min(step * 2, 100)) {
        try {
          const value = attempt(nouns, run)
          if (nouns.length > 0) tell(nouns)
          return value
        } catch (error) {
          if ((error as { code?: string }).code !== 'SQLITE_BUSY' || waitedMs >= BUSY_FOR_MS) throw toProblem(error)
          await new Promise((resolve) => setTimeout(resolve, step))
          waitedMs += step
        }
      }
    },

    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    async close() {
      if (isClosed) return
      isClosed = true
      clearInterval(timer)
      listeners.clear()
      try {
        sqlite.close()
      } catch (error) {
        log.error('database.closeFailed', error)
      }
    },
  }
}
