// Imports a bundle into a database of its own, and says when half of the rows are written: then it waits to be killed.
import { randomUUID } from 'node:crypto'
import { readRosterSet } from '../../src/main/files/roster-files.ts'
import { openDatabase } from '../../src/main/store/database.ts'
import { createRosterImportStore } from '../../src/main/store/roster-import.ts'
import { planRoster } from '../../src/shared/domain/roster-plan.ts'
import { oneRosterTables } from './one-roster-tables.ts'
import { zippedFiles } from './roster-files.ts'

const { file, key, sections } = JSON.parse(process.argv[2] ?? '') as { file: string; key: string; sections: number }
const log = { info: () => undefined, warn: () => undefined, error: () => '' }
const database = openDatabase({ file, key: Buffer.from(key, 'hex'), owner: 'child', log })
const { bundle } = readRosterSet('oneRoster', zippedFiles(oneRosterTables('1.2', { sections, studentsPerSection: 10 })))
const days = { today: '2026-08-10', firstOn: '2026-08-10', firstWeeksUntil: null }
const store = createRosterImportStore(database)
const { school, version } = await store.snapshot({ source: bundle.source, ...days })
const plan = planRoster(bundle, school, days)
const half = Math.floor((bundle.people.length + bundle.enrollments.length) / 2)
let made = 0
await store.apply({
  bundle,
  plan,
  version,
  firstOn: days.firstOn,
  fileName: 'roster.zip',
  digest: '',
  mapping: {},
  headerDigest: null,
  counts: { addedCount: 0, changedCount: 0, unchangedCount: 0, refusedCount: 0 },
  actor: 'child',
  device: 'child',
  at: 1,
  newId: () => {
    made += 1
    // In the middle of the one transaction.
    if (made === half) process.kill(process.pid, 'SIGKILL')
    return randomUUID()
  },
  rules: { allowedDomains: [], schoolAddressPattern: null },
})
process.exit(0)
