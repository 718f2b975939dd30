import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ProblemError } from '../../shared/problem.ts'
import { connect, openDatabase, type Database, type OpenOptions } from './database.ts'
import { toProblem } from './problems.ts'
import type Sqlite from 'better-sqlite3'

/** What {@link openAndMigrate} needs besides the connection itself. */
export interface MigrateOptions extends OpenOptions {
  /** The folder of generated SQL migrations, with drizzle's journal. */
  readonly migrationsFolder: string
  /** Where a checked backup goes before each migration of a database that holds something. */
  readonly backupsFolder: string
  /** The present instant, for the backup's name. */
  readonly now: number
}

interface Migration {
  readonly tag: string
  readonly statements: readonly string[]
  readonly digest: string
}

/**
 * Opens the database, bringing it to this version first: each waiting migration runs in one transaction of its own after
 * a backup that has been read back. Raises `newerDatabase` for a file from a newer Homeroom, `inUse` when another process
 * has the file open while a migration needs it alone, `locked`, `diskFull`, `readOnly`.
 */
export async function openAndMigrate(options: MigrateOptions): Promise<Database> {
  const migrations = readMigrations(options.migrationsFolder)
  const sqlite = connect(options.file, options.key)
  try {
    migrate(sqlite, migrations, options)
  } catch (error) {
    throw toProblem(error)
  } finally {
    sqlite.close()
  }
  return openDatabase(options)
}

function readMigrations(folder: string): Migration[] {
  const journal = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as {
    entries: { tag: string }[]
  }
  return journal.entries.map(({ tag }) => {
    const sql = readFileSync(join(folder, `${tag}.sql`), 'utf8')
    return {
      tag,
      statements: sql.split('--> statement-breakpoint').filter((statement) => statement.trim() !== ''),
      digest: createHash('sha256').update(sql).digest('hex'),
    }
  })
}

function migrate(sqlite: Sqlite.Database, migrations: readonly Migration[], options: MigrateOptions): void {
  const done = appliedMigrations(sqlite)
  const unknown = done.find((name) => !migrations.some(({ tag }) => tag === name))
  if (unknown !== undefined) {
    throw new ProblemError(
      'newerDatabase',
      'The data of this school was made by a newer version of Homeroom. Nothing was changed.',
      {
        fix: 'Install the newest Homeroom on this computer.',
      },
    )
  }
  const waiting = migrations.slice(done.length)
  if (waiting.length === 0) return
  takeAlone(sqlite)
  try {
    // Another process may have migrated between our look and our turn.
    const still = migrations.slice(appliedMigrations(sqlite).length)
    // A database that is being made has nothing to lose.
    const isNew = still.length === migrations.length
    for (const migration of still) {
      if (!isNew) backUp(sqlite, migration, options)
      apply(sqlite, migration, options.now)
    }
  } finally {
    sqlite.pragma('locking_mode = NORMAL')
    sqlite.prepare('select count(*) from sqlite_master').get()
  }
}

function appliedMigrations(sqlite: Sqlite.Database): string[] {
  const has = sqlite.prepare(`select 1 from sqlite_master where type = 'table' and name = 'migrations'`).get()
  if (has === undefined) return []
  return (sqlite.prepare('select tag from migrations order by key').all() as { tag: string }[]).map(({ tag }) => tag)
}

/** A migration needs the file alone: others on the old tables would write what the new ones cannot hold. */
function takeAlone(sqlite: Sqlite.Database): void {
  sqlite.pragma('busy_timeout = 5000')
  try {
    sqlite.pragma('locking_mode = EXCLUSIVE')
    sqlite.exec('BEGIN EXCLUSIVE')
    sqlite.exec('COMMIT')
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error
    throw new ProblemError(
      'inUse',
      'Homeroom was updated and must bring its data up to date, but another Homeroom window or terminal command is using them.',
      {
        fix: 'Close the other Homeroom windows and commands on this data folder, then try again.',
      },
    )
  } finally {
    sqlite.pragma('busy_timeout = 0')
  }
}

/** A copy that has been opened with the same key and found whole, before anything is changed. */
function backUp(sqlite: Sqlite.Database, next: Migration, { backupsFolder, key, now, file }: MigrateOptions): void {
  mkdirSync(backupsFolder, { recursive: true, mode: 0o700 })
  const { bavail, bsize } = statfsSync(backupsFolder)
  if (bavail * bsize < statSync(file).size * 1.2) {
    throw new ProblemError(
      'diskFull',
      'There is no room for the backup that must be made before the data are brought up to date. Nothing was changed.',
      {
        fix: 'Free some space and try again.',
      },
    )
  }
  const target = join(backupsFolder, `before-${next.tag}-${now}.db`)
  try {
    sqlite.exec(`VACUUM INTO '${target.replaceAll("'", "''")}'`)
    checkCopy(target, key)
  } catch (error) {
    // Half a backup is none, and takes up room that is wanted now.
    rmSync(target, { force: true })
    throw error
  }
  const old = readdirSync(backupsFolder)
    .filter((name) => name.startsWith('before-'))
    .toSorted()
  for (const name of old.slice(0, -5)) rmSync(join(backupsFolder, name))
}

function checkCopy(target: string, key: Uint8Array): void {
  const copy = connect(target, key)
  try {
    const verdict = copy.pragma('integrity_check', { simple: true })
    if (verdict !== 'ok') throw new Error('The backup failed its integrity check.')
  } finally {
    copy.close()
    for (const rest of ['-wal', '-shm']) if (existsSync(target + rest)) rmSync(target + rest)
  }
}

function apply(sqlite: Sqlite.Database, migration: Migration, now: number): void {
  // Foreign keys cannot be switched inside a transaction; tables are rebuilt by migrations, so they are checked after.
  sqlite.pragma('foreign_keys = OFF')
  sqlite.exec('BEGIN IMMEDIATE')
  try {
    for (const statement of migration.statements) sqlite.exec(statement)
    const broken = sqlite.pragma('foreign_key_check') as unknown[]
    if (broken.length > 0) throw new Error(`Migration ${migration.tag} leaves ${broken.length} broken references.`)
    sqlite.exec(
      'create table if not exists migrations (key integer primary key, tag text not null unique, digest text not null, applied_at integer not null)',
    )
    sqlite
      .prepare('insert into migrations (tag, digest, applied_at) values (?, ?, ?)')
      .run(migration.tag, migration.digest, now)
    sqlite.exec('COMMIT')
  } catch (error) {
    if (sqlite.inTransaction) sqlite.exec('ROLLBACK')
    throw error
  } finally {
    sqlite.pragma('foreign_keys = ON')
  }
}
