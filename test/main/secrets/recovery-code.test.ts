import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newRecoveryCode, parseRecoveryCode } from '../../../src/main/secrets/recovery-code.ts'

describe('the recovery code', () => {
  it('is seven groups of four without ambiguous letters, and never the same', () => {
    const codes = Array.from({ length: 200 }, newRecoveryCode)
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(new Set(codes).size).toBe(codes.length)
    expect(new Set(codes.flatMap((code) => [...code])).size).toBe(33)
  })

  it('is understood as people type it', () => {
    const code = newRecoveryCode()
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
    expect(parseRecoveryCode(` ${typed} \n`)).toBe(parseRecoveryCode(code))
    expect(parseRecoveryCode(code.replaceAll('-', '–'))).toBe(parseRecoveryCode(code))
  })

  it('notices one wrong letter, two swapped ones and a missing group', () => {
    const code = newRecoveryCode()
    const letters = [...code.replaceAll('-', '')]
    const refused = (typed: readonly string[]) => {
      expect(() => parseRecoveryCode(typed.join(''))).toThrowError(/mistyped/)
    }
    letters.forEach((letter, at) => refused(letters.with(at, letter === 'A' ? 'B' : 'A')))
    const at = letters.findIndex((letter, i) => i < 23 && letter !== letters[i + 1])
    refused(letters.with(at, letters[at + 1] ?? '').with(at + 1, letters[at] ?? ''))
    refused(letters.slice(4))
  })

  it('never crashes on what people paste', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
        expect(() => parseRecoveryCode(typed)).toThrowError(/mistyped/)
      }),
    )
  })
})
