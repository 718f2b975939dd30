// Imports a timetable in a process of its own and stops in the middle of it, where tests kill it. Takes its orders as one
// JSON argument and prints one line when it has come there.
import { writeSync } from 'node:fs'
import { openDatabase } from '../../../src/main/store/database.ts'
import { createTimetablesStore } from '../../../src/main/store/timetables.ts'
import { classProgram, importedBy, type ImportOrders } from '../../support/class-program.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => '' }
const { file, key, sectionIds, stopAt } = JSON.parse(process.argv[2] ?? '') as ImportOrders
const database = openDatabase({ file, key: Buffer.from(key, 'hex'), owner: 'importer', log: quiet })
let ids = 0
const author = importedBy('importer', () => {
  ids += 1
  if (ids === stopAt) {
    writeSync(1, 'half\n')
    // Held inside the transaction, until somebody ends the process.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }
})
await createTimetablesStore(database).import(classProgram.span, () => classProgram.of(sectionIds), author)
