import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsFor, minimumWidthOf, templateOf, type GridColumn } from '../../src/renderer/ui/grid/columns.ts'
import { entriesOf, sortRows } from '../../src/renderer/ui/grid/entries.ts'
import { plain } from '../../src/renderer/ui/plain.ts'
import { allState, between, toggled } from '../../src/renderer/ui/grid/selection.ts'

interface Row {
  readonly id: string
  readonly name: string
  readonly seconds: number | null
}

const columns: readonly GridColumn<Row>[] = [
  { id: 'name', header: 'Name', width: '2fr', minimumWidth: 120, cell: (row) => row.name, sortBy: (row) => row.name },
  { id: 'time', header: 'Time', width: 80, dropOrder: 2, cell: (row) => row.seconds, sortBy: (row) => row.seconds },
  { id: 'by', header: 'By', width: 100, dropOrder: 1, cell: () => null },
]
const row = (name: string, seconds: number | null = 0): Row => ({ id: name, name, seconds })
const names = (rows: readonly Row[]) => rows.map(({ name }) => name)

describe('sorting', () => {
  it('puts names in the order of people, not of bytes', () => {
    const rows = ['Núñez 10', 'zoë', 'Nunez 9', 'Ábalos', 'abad'].map((name) => row(name))
    expect(names(sortRows(rows, columns, { columnId: 'name', direction: 'ascending' }))).toEqual([
      'abad',
      'Ábalos',
      'Nunez 9',
      'Núñez 10',
      'zoë',
    ])
  })

  it('keeps what has no value last, whichever way it sorts', () => {
    const rows = [row('none', null), row('long', 90), row('short', 5)]
    expect(names(sortRows(rows, columns, { columnId: 'time', direction: 'ascending' }))).toEqual([
      'short',
      'long',
      'none',
    ])
    expect(names(sortRows(rows, columns, { columnId: 'time', direction: 'descending' }))).toEqual([
      'long',
      'short',
      'none',
    ])
  })

  it('keeps equal rows in the order in which they came, and loses none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: fc.uuid(), name: fc.string(), seconds: fc.option(fc.integer({ max: 3, min: 0 })) })),
        (rows) => {
          const sorted = sortRows(rows, columns, { columnId: 'time', direction: 'ascending' })
          expect(new Set(sorted)).toEqual(new Set(rows))
          for (const [index, one] of sorted.entries()) {
            const next = sorted[index + 1]
            if (next && next.seconds === one.seconds) expect(rows.indexOf(one)).toBeLessThanOrEqual(rows.indexOf(next))
          }
        },
      ),
    )
  })

  it('leaves the rows alone without a sort, or for a column that has none', () => {
    const rows = [row('b'), row('a')]
    expect(sortRows(rows, columns, null)).toBe(rows)
    expect(sortRows(rows, columns, { columnId: 'by', direction: 'ascending' })).toBe(rows)
  })
})

describe('groups', () => {
  const groups = {
    of: (one: Row) => (one.seconds === null ? 'missing' : 'here'),
    list: [
      { id: 'missing', label: 'Missing' },
      { id: 'here', label: 'Here' },
      { id: 'nowhere', label: 'Nowhere' },
    ],
  }
  const rows = [row('a', 1), row('b', null), row('c', 2)]

  it('stand in their own order, without the empty ones', () => {
    expect(entriesOf(rows, (one) => one.id, groups, new Set()).map(({ key }) => key)).toEqual([
      'group:missing',
      'b',
      'group:here',
      'a',
      'c',
    ])
  })

  it('keep their count when they are closed', () => {
    const [missing, here] = entriesOf(rows, (one) => one.id, groups, new Set(['missing', 'here']))
    expect(missing).toMatchObject({ kind: 'group', count: 1, isOpen: false })
    expect(here).toMatchObject({ kind: 'group', count: 2, isOpen: false })
  })
})

describe('columns', () => {
  it('leave in their order until the rest fits', () => {
    const ids = (width: number) => columnsFor(columns, true, width).map(({ id }) => id)
    expect(ids(1000)).toEqual(['name', 'time', 'by'])
    expect(ids(300)).toEqual(['name', 'time'])
    expect(ids(200)).toEqual(['name'])
    // What has no order stays, even when it does not fit: then the grid scrolls sideways.
    expect(ids(50)).toEqual(['name'])
  })

  it('share what fixed ones leave', () => {
    expect(templateOf(columns, true)).toBe('38px minmax(120px, 2fr) 80px 100px')
    expect(minimumWidthOf(columns, false)).toBe(16 + 120 + 80 + 100)
  })
})

describe('selection', () => {
  const order = ['a', 'b', 'c', 'd']

  it('takes in and lets go', () => {
    expect(toggled(new Set(['a']), 'b')).toEqual(new Set(['a', 'b']))
    expect(toggled(new Set(['a', 'b']), 'a')).toEqual(new Set(['b']))
  })

  it('reaches from one row to the other, both ways, and to one alone when the other is gone', () => {
    expect(between(order, 'b', 'd')).toEqual(['b', 'c', 'd'])
    expect(between(order, 'd', 'b')).toEqual(['b', 'c', 'd'])
    expect(between(order, 'gone', 'c')).toEqual(['c'])
  })

  it('tells none, some and all of the rows in sight', () => {
    expect(allState(order, new Set())).toBe('none')
    expect(allState(order, new Set(['a', 'hidden']))).toBe('some')
    expect(allState(order, new Set(order))).toBe('all')
    expect(allState([], new Set(['hidden']))).toBe('none')
  })
})

it('compares names without case and accents', () => {
  expect(plain('ÑAÑAGAS')).toBe('nanagas')
  expect(plain('Ngọc Ánh')).toBe('ngoc anh')
})
