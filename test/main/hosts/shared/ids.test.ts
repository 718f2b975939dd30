import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createIds } from '../../../../src/main/hosts/shared/ids.ts'

describe('ids', () => {
  it('are UUIDv7 with the time in front, ascending and unique, even when the clock stands or goes back', () => {
    let now = Date.UTC(2026, 10, 20)
    const newId = createIds(() => now)
    const ids = Array.from({ length: 10_000 }, () => newId())
    now -= 3_600_000
    ids.push(newId())
    now += 7_200_000
    ids.push(newId())
    for (const id of ids) expect(z.uuidv7().safeParse(id).success).toBe(true)
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
    expect(Number.parseInt((ids.at(-1) ?? '').replaceAll('-', '').slice(0, 12), 16)).toBe(now)
  })
})
