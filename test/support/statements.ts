import type { Database, Db } from '../../src/main/store/database.ts'

const verbs = new Set<string | symbol>(['all', 'get', 'run', 'select', 'insert', 'update', 'delete'])

/** How many statements some work on the database takes. */
export function statements(database: Database, work: (db: Db) => unknown): Promise<number> {
  return database.write([], (db) => {
    let count = 0
    work(
      new Proxy(db, {
        get: (target, name) => {
          if (verbs.has(name)) count += 1
          return Reflect.get(target, name, target)
        },
      }),
    )
    return count
  })
}
