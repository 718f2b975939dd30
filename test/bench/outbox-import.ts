// A worker that writes an import's worth of people, one transaction each time, until it is told to stop.
import { randomUUID } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase, tables } from '../../src/main/store/database.ts'

const { file, key, rows } = workerData as { file: string; key: Uint8Array; rows: number }
const database = openDatabase({
  file,
  key,
  owner: 'import',
  log: { info: () => undefined, warn: () => undefined, error: () => '' },
})
const stop = new AbortController()
parentPort?.once('message', () => stop.abort())
for (let run = 0; !stop.signal.aborted; run++) {
  await database.write(['people'], (db) => {
    for (let start = 0; start < rows; start += 500) {
      db.insert(tables.persons)
        .values(
          Array.from({ length: 500 }, (_, index) => ({
            id: randomUUID(),
            kind: 'student' as const,
            familyName: `Dela Cruz ${run}`,
            givenName: `Imported ${start + index}`,
            listName: `Dela Cruz ${run}, Imported ${start + index}`,
            searchText: `imported ${start + index} dela cruz ${run}`,
            createdAt: 0,
            changedAt: 0,
          })),
        )
        .run()
    }
  })
  parentPort?.postMessage(rows)
  await new Promise((resolve) => setTimeout(resolve, 20))
}
await database.close()
