import { performance } from 'node:perf_hooks'
import type { OutputOf } from '../../src/shared/contract/index.ts'
import { calibrate } from './calibrate.ts'
import { figure, type Figure } from './figure.ts'
import { peopleSchool } from './people-school.ts'

const rounds = 8
/** What somebody types, letter by letter. */
const typed = ['reyes ma', 'dela cruz juan', 'pena', '1360000', 'santos 99', 'nobody of that name']

/**
 * The grid of people in a school of 10,000 with 15,000 enrollments, through dispatch: the 99th percentile of one letter of
 * a search and of one page by what is missing, and the search for doubles, in ms. The baseline is this computer's fixed loop.
 */
export async function figures(): Promise<readonly Figure[]> {
  const school = await peopleSchool()
  try {
    const ask = caller(school)
    const letters = typed.flatMap((text) => Array.from(text, (_, at) => text.slice(0, at + 1)))
    const searches = [...letters, ''].map((text) => ({ text }))
    const issues = ['withoutAddress', 'sharedAddress', 'withoutNumber', 'withoutSection'] as const
    const filters = [...issues.map((issue) => ({ issue })), { gradeLevel: '7' }, { kind: 'staff' as const }]
    // A grid is searched many times a day: the first reading is not what is measured.
    for (const input of [...searches, ...filters]) await ask('person.list', input)
    const baseline = calibrate()
    const row = (name: string, value: number, target: number) =>
      figure({ name: `people.${name}`, value, unit: 'ms', baseline, target })
    return [
      row('list: p99 of a letter typed into a search of 10,000', await p99(searches, ask), 50),
      row('list: p99 of a page by what is missing', await p99(filters, ask), 50),
      row('list: p99 of a page in the middle', await p99(await pages(ask), ask), 50),
      row('doubles: all of 10,000', await timed(() => ask('person.doubles', {})), 1000),
    ]
  } finally {
    await school.remove()
  }
}

type Ask = (name: 'person.list' | 'person.doubles', input: object) => Promise<unknown>

function caller({ call }: Awaited<ReturnType<typeof peopleSchool>>): Ask {
  return async (name, input) => {
    const result = await call(name, input)
    if (result.ok) return result.value
    throw new Error(result.problem.message)
  }
}

async function p99(inputs: readonly object[], ask: Ask): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    for (const input of inputs) times.push(await timed(() => ask('person.list', input)))
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]!
}

async function pages(ask: Ask): Promise<object[]> {
  const cursors: object[] = []
  for (let cursor: string | undefined; cursors.length < 20;) {
    const { nextCursor } = (await ask('person.list', { cursor })) as OutputOf<'person.list'>
    if (nextCursor === null) break
    cursor = nextCursor
    cursors.push({ cursor })
  }
  return cursors
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await run()
  return performance.now() - from
}
