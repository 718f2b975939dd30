import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hrefOf, parseRoute } from '../../src/renderer/route.ts'

describe('routes', () => {
  it('read screen, parts and query from the hash', () => {
    expect(parseRoute('#/attendance/p1?person=s7')).toEqual({
      screen: 'attendance',
      parts: ['p1'],
      query: { person: 's7' },
    })
    expect(parseRoute('')).toEqual({ screen: '', parts: [], query: {} })
    expect(parseRoute('#/today')).toEqual({ screen: 'today', parts: [], query: {} })
  })

  it('take a broken escape as it stands', () => {
    expect(parseRoute('#/sections/%E0%A4%A').parts).toEqual(['%E0%A4%A'])
  })

  it('leave out what is undefined', () => {
    expect(hrefOf(['schedule'], { on: undefined, section: 'a b' })).toBe('#/schedule?section=a+b')
  })

  it('come back whole, whatever they hold', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' }).filter((part) => part.isWellFormed())
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text),
        (path, query) => {
          const [screen = '', ...parts] = path
          expect(parseRoute(hrefOf(path, query))).toEqual({ screen, parts, query })
        },
      ),
    )
  })
})
