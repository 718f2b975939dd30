import { randomBytes } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tables } from '../../src/main/store/database.ts'
import { connect } from '../../src/main/store/database.ts'
import { openAndMigrate } from '../../src/main/store/open.ts'
import { memoryLog, migrationsFolder, testDatabase, testFolder } from '../support/database.ts'

test('keeps what was written, in a file that says nothing to who lacks the key', async () => {
  const database = await testDatabase()
  await database.write(['people'], (db) =>
    db.insert(tables.subjects).values({ id: '0190b7d0-0000-7000-8000-000000000001', name: 'Araling Panlipunan' }).run(),
  )
  await database.close()
  const bytes = readFileSync(join(database.folder, 'homeroom.db'))
  expect(bytes.includes('Araling')).toBe(false)
  expect(bytes.includes('SQLite format')).toBe(false)
  const again = await testDatabase({ folder: database.folder, key: database.key })
  expect(await again.read((db) => db.select().from(tables.subjects).all())).toMatchObject([
    { name: 'Araling Panlipunan' },
  ])
})

test('says locked when the key does not fit, and changes nothing', async () => {
  const database = await testDatabase()
  await database.close()
  await expect(testDatabase({ folder: database.folder, key: randomBytes(32) })).rejects.toMatchObject({
    problem: { kind: 'locked' },
  })
  await testDatabase({ folder: database.folder, key: database.key })
})

/** The project's migrations with one more behind them, as the next version would bring. */
function nextVersion(sql: string): string {
  const folder = testFolder()
  cpSync(migrationsFolder, folder, { recursive: true })
  const journalFile = join(folder, 'meta', '_journal.json')
  const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: { idx: number; tag: string }[] }
  journal.entries.push({ idx: journal.entries.length, tag: '9999_next' })
  writeFileSync(journalFile, JSON.stringify(journal))
  writeFileSync(join(folder, '9999_next.sql'), sql)
  return folder
}

const subject = { id: '0190b7d0-0000-7000-8000-000000000001', name: 'Filipino' }

async function oneSubject() {
  const database = await testDatabase()
  await database.write(['groups'], (db) => db.insert(tables.subjects).values(subject).run())
  const open = (migrations: string) =>
    openAndMigrate({
      file: join(database.folder, 'homeroom.db'),
      key: database.key,
      owner: 'next',
      log: memoryLog(),
      migrationsFolder: migrations,
      backupsFolder: join(database.folder, 'backups'),
      now: 1_700_000_000_000,
    })
  return { database, open }
}

describe('the next version', () => {
  test('brings the data up to date after a backup that opens with the same key', async () => {
    const { database, open } = await oneSubject()
    await database.close()
    const next = await open(nextVersion('ALTER TABLE subjects ADD COLUMN colour text;'))
    expect(await next.read((db) => db.select().from(tables.subjects).all())).toMatchObject([{ name: 'Filipino' }])
    await next.close()
    const backups = readdirSync(join(database.folder, 'backups'))
    expect(backups).toEqual(['before-9999_next-1700000000000.db'])
    const copy = connect(join(database.folder, 'backups', backups[0]!), database.key)
    expect(copy.prepare('select name from subjects').all()).toEqual([{ name: 'Filipino' }])
    expect(copy.prepare("select count(*) as n from pragma_table_info('subjects') where name = 'colour'").get()).toEqual(
      { n: 0 },
    )
    copy.close()
  })

  test('leaves everything as it was when a migration fails on the way', async () => {
    const { database, open } = await oneSubject()
    await database.close()
    const broken = nextVersion(
      'ALTER TABLE subjects ADD COLUMN colour text;--> statement-breakpoint\nALTER TABLE no_such_table ADD COLUMN x text;',
    )
    await expect(open(broken)).rejects.toThrow(/no such table/)
    const again = await open(migrationsFolder)
    expect(await again.read((db) => db.select().from(tables.subjects).all())).toMatchObject([{ name: 'Filipino' }])
    await again.close()
  })

  test('is refused by this one, and nothing is changed', async () => {
    const { database, open } = await oneSubject()
    await database.close()
    await (await open(nextVersion('CREATE TABLE later (x text);'))).close()
    await expect(open(migrationsFolder)).rejects.toMatchObject({ problem: { kind: 'newerDatabase' } })
  })

  test('waits for the others to close, and says who is in the way', async () => {
    const { database, open } = await oneSubject()
    await expect(open(nextVersion('CREATE TABLE later (x text);'))).rejects.toMatchObject({
      problem: { kind: 'inUse', fix: expect.stringMatching(/Close the other/) as string },
    })
    expect(await database.read((db) => db.select().from(tables.subjects).all())).toHaveLength(1)
  })
})

describe('a database from before planned dates', () => {
  /** The first release's migrations alone. */
  function firstVersion(): string {
    const folder = testFolder()
    cpSync(migrationsFolder, folder, { recursive: true })
    const journalFile = join(folder, 'meta', '_journal.json')
    const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: { tag: string }[] }
    const entries = journal.entries.filter(({ tag }) => tag === '0000_first')
    writeFileSync(journalFile, JSON.stringify({ ...journal, entries }))
    return folder
  }

  test('gets one date for each meeting, and every class period and run stays with it', async () => {
    const folder = testFolder()
    const key = randomBytes(32)
    const open = (migrations: string) =>
      openAndMigrate({
        file: join(folder, 'homeroom.db'),
        key,
        owner: 'test',
        log: memoryLog(),
        migrationsFolder: migrations,
        backupsFolder: join(folder, 'backups'),
        now: 1_700_000_000_000,
      })
    await (await open(firstVersion())).close()
    const raw = connect(join(folder, 'homeroom.db'), key)
    const time = "'2026-06-08', '09:00', 60, 'Asia/Manila', 1780880400000, 1780884000000"
    const columns = 'id, on_date, starts_at, duration_minutes, time_zone, start_instant, end_instant'
    raw.exec(`
      insert into school_years (id, title, first_on, last_on) values ('y', '2026', '2026-06-01', '2027-03-31');
      insert into subjects (id, name) values ('j', 'Science');
      insert into teaching_groups (id, school_year_key, subject_key, created_at) values ('g', 1, 1, 0);
      insert into meetings (${columns}, reference, host_id, host_name, host_email, title, type, audience, group_key,
        settings, state, created_at, changed_at)
      values ('one', ${time}, 'r1', 'h', 'Host', 'h@school.example', 'Science', 'scheduled', 'class', 1, '{}',
          'scheduled', 0, 0),
        ('merged', ${time}, 'r2', 'h', 'Host', 'h@school.example', 'Science', 'scheduled', 'class', 1, '{}',
          'cancelled', 0, 0);
      insert into class_periods (${columns}, group_key, created_at) values ('p1', ${time}, 1, 0), ('p2', ${time}, 1, 0);
      insert into period_meetings (period_key, meeting_key) values (1, 1), (2, 1), (2, 2);
      insert into instances (id, meeting_key, uuid, started_at, ended_at, found_at)
      values ('i', 1, 'uuid==', 1780880400000, 1780884000000, 0);
      insert into period_instances (period_key, instance_key, is_decided) values (1, 1, 0), (2, 1, 0);`)
    raw.close()

    const database = await open(migrationsFolder)
    const { dates, links, runs } = await database.read((db) => ({
      dates: db.select().from(tables.occurrences).all(),
      links: db.select().from(tables.periodMeetings).all(),
      runs: db.select().from(tables.periodInstances).all(),
    }))
    const plan = { on: '2026-06-08', startsAt: '09:00', startInstant: 1780880400000, number: 1, state: 'scheduled' }
    expect(dates).toMatchObject([
      { key: 1, meetingKey: 1, ...plan },
      { key: 2, meetingKey: 2, ...plan },
    ])
    expect(links.map(({ periodKey, meetingKey, occurrenceKey }) => [periodKey, meetingKey, occurrenceKey])).toEqual([
      [1, 1, 1],
      [2, 1, 1],
      [2, 2, 2],
    ])
    expect(runs).toHaveLength(2)
    await database.close()
  })
})

describe('two connections', () => {
  test('a reader is never held up by a writer, and a second writer waits its turn', async () => {
    const first = await testDatabase()
    const second = await testDatabase({ folder: first.folder, key: first.key, owner: 'second' })
    const raw = connect(join(first.folder, 'homeroom.db'), first.key)
    raw.exec('BEGIN IMMEDIATE')
    raw.prepare('insert into subjects (id, name) values (?, ?)').run(subject.id, subject.name)
    // Who waited for the writer would wait for ever: it goes on only after this.
    expect(await second.read((db) => db.select().from(tables.subjects).all())).toEqual([])
    const write = second.write(['groups'], (db) =>
      db.insert(tables.subjects).values({ id: '0190b7d0-0000-7000-8000-000000000002', name: 'Science' }).run(),
    )
    raw.exec('COMMIT')
    raw.close()
    await write
    expect(await first.read((db) => db.select().from(tables.subjects).all())).toHaveLength(2)
  })

  test('a failed write changes nothing', async () => {
    const database = await testDatabase()
    await expect(
      database.write(['groups'], (db) => {
        db.insert(tables.subjects).values(subject).run()
        throw new Error('power cut')
      }),
    ).rejects.toThrow('power cut')
    expect(await database.read((db) => db.select().from(tables.subjects).all())).toEqual([])
  })
})
