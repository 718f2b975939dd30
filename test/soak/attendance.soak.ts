import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAndMigrate } from '../../src/main/store/open.ts'
import { compareWithTruth, nameStrangers, practiceMonday } from '../support/attendance-practice.ts'
import { memoryLog, migrationsFolder } from '../support/database.ts'
import type { SoakOptions } from './soak.ts'

/** Lives through Mondays of practice schools with seeds of their own, and holds every mark against the truth. */
export async function soak({ seed, isLong, say }: SoakOptions): Promise<number> {
  const rounds = isLong ? 20 : 1
  let marks = 0
  for (let round = 0; round < rounds; round += 1) {
    const own = (seed + round * 7919) % 2_147_483_647
    const folder = await mkdtemp(join(tmpdir(), 'homeroom-soak-'))
    const database = await openAndMigrate({
      file: join(folder, 'homeroom.db'),
      key: randomBytes(32),
      owner: 'soak',
      log: memoryLog(),
      migrationsFolder,
      backupsFolder: join(folder, 'backups'),
      now: 0,
    })
    try {
      const monday = await practiceMonday(database, own, isLong ? 8 : 2)
      try {
        await monday.collectAll()
        await nameStrangers(monday)
        const { differences, marks: compared } = await compareWithTruth(monday)
        if (differences.length > 0) throw new Error(`Seed ${own}: ${differences.join('; ')}`)
        marks += compared
      } finally {
        await monday.close()
      }
    } finally {
      await database.close()
      await rm(folder, { recursive: true, force: true })
    }
    say(`seed ${own}: ${marks} marks equal to the truth so far`)
  }
  return rounds
}
