import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { sql } from 'drizzle-orm'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { expect, test } from 'vitest'
import { keepPrepared } from '../../src/main/store/prepared.ts'

const people = sqliteTable('people', { key: integer('key').primaryKey(), name: text('name').notNull() })

function opened() {
  const sqlite = new Sqlite(':memory:')
  sqlite.exec('create table people (key integer primary key, name text not null)')
  let compiled = 0
  const prepare = sqlite.prepare.bind(sqlite)
  sqlite.prepare = (of: string) => {
    compiled += 1
    return prepare(of)
  }
  keepPrepared(sqlite)
  return { sqlite, db: drizzle(sqlite), compiled: () => compiled }
}

test('a text is compiled once, however often it runs, and answers in the way that each caller asks for', () => {
  const { sqlite, db, compiled } = opened()
  for (let key = 1; key <= 50; key += 1)
    db.insert(people)
      .values({ key, name: `Ñ ${key}` })
      .run()
  expect(compiled()).toBe(1)
  const query = db
    .select()
    .from(people)
    .where(sql`key = ${7}`)
  const { sql: text, params } = query.toSQL()
  const held = query.prepare()
  for (let time = 0; time < 3; time += 1) {
    // The same text: rows as lists inside the query builder, rows as objects outside of it.
    expect(query.get()).toEqual({ key: 7, name: 'Ñ 7' })
    expect(sqlite.prepare(text).get(...params)).toEqual({ key: 7, name: 'Ñ 7' })
    expect(held.all()).toEqual([{ key: 7, name: 'Ñ 7' }])
    expect(db.all(sql`select count(*) as count from people`)).toEqual([{ count: 50 }])
  }
  expect(compiled()).toBe(3)
  sqlite.close()
})

test('what is kept goes on to work after the tables changed, and thousands of texts are not kept', () => {
  const { sqlite, db, compiled } = opened()
  db.insert(people).values({ key: 1, name: 'Ana' }).run()
  expect(db.select().from(people).all()).toHaveLength(1)
  sqlite.exec('alter table people add column born text')
  sqlite.exec('create index people_name on people (name)')
  expect(db.all(sql`select * from people`)).toEqual([{ key: 1, name: 'Ana', born: null }])
  expect(db.select().from(people).all()).toEqual([{ key: 1, name: 'Ana' }])
  for (let number = 0; number < 1000; number += 1) db.get(sql.raw(`select ${number} as number`))
  const before = compiled()
  expect(db.get(sql.raw('select 999 as number'))).toEqual({ number: 999 })
  expect(compiled()).toBe(before)
  expect(db.get(sql.raw('select 0 as number'))).toEqual({ number: 0 })
  expect(compiled()).toBe(before + 1)
  sqlite.close()
})
