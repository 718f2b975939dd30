import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { mondayAt7, scheduleClass, startPractice } from './support.ts'

interface Face {
  readonly now: string
  readonly offsetMs: number
  readonly version: number
}

describe('the practice clock', () => {
  it('goes with the real one and jumps forward only', async () => {
    const practice = await startPractice()
    const first = (await practice.server.control('GET /clock')) as Face
    expect(Date.parse(first.now) - Date.parse(mondayAt7)).toBeLessThan(60_000)
    await practice.jump('2026-11-23T01:00:00.000Z')
    const second = (await practice.server.control('GET /clock')) as Face
    expect(second.version).toBe(first.version + 1)
    expect(second.offsetMs).toBeGreaterThan(first.offsetMs)
    await expect(practice.jump('2026-11-23T00:59:00.000Z')).rejects.toThrow('only jumps forward')
    await expect(practice.jump('soon')).rejects.toThrow('ISO instant')
  })

  it('tells those who wait for a jump at once', async () => {
    const practice = await startPractice()
    const { version } = (await practice.server.control('GET /clock')) as Face
    const waiting = practice.server.control(`GET /clock?after=${version}`) as Promise<Face>
    await practice.server.control('GET /clock')
    const jumpedAt = performance.now()
    await practice.jump('2026-11-23T01:00:00.000Z')
    expect((await waiting).version).toBe(version + 1)
    expect(performance.now() - jumpedAt).toBeLessThan(1000)
  })

  it('jumps from class event to class event, and says when there is none', async () => {
    const practice = await startPractice()
    await expect(practice.jump('nextClassEvent')).rejects.toThrow('No class is planned')
    const { id } = await scheduleClass(practice, { story: 'onTime' })
    const next = async (): Promise<unknown> => ((await practice.server.control('GET /next')) as { next: unknown }).next
    expect(await next()).toEqual({ at: '2026-11-22T23:30:00.000Z', what: 'classStarts' })
    await practice.jump('nextClassEvent')
    const end = (await next()) as { at: string; what: string }
    expect(end.what).toBe('classEnds')
    await practice.jump('nextClassEvent')
    expect(Date.parse((await practice.truth(id)).runs[0]?.endedAt ?? '')).toBeLessThanOrEqual(Date.parse(end.at))
    expect(await next()).toBeNull()
  })

  it('survives a restart with everything that Zoom answered', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'practice-'))
    const first = await startPractice({ folder })
    const { id, rows } = await scheduleClass(first, { story: 'restart' })
    await first.jump('2026-11-23T01:00:00.000Z')
    const truth = await first.truth(id)
    const { address } = first.server
    await first.server.close()
    const second = await startPractice({ folder, seed: 99, startAt: '2020-01-01T00:00:00Z' })
    expect({ ...second.server.address, pid: 0 }).toEqual({ ...address, pid: 0 })
    expect(((await second.server.control('GET /clock')) as Face).now > '2026-11-23T01:00').toBe(true)
    expect(await second.truth(id)).toEqual(truth)
    expect((await second.api(`GET /meetings/${id}/registrants`)).body.total_records).toBe(rows.length)
    rmSync(folder, { recursive: true })
  })

  it('and the rest of the control need the token and this computer', async () => {
    const practice = await startPractice()
    const { controlUrl, controlToken } = practice.server.address
    expect((await fetch(`${controlUrl}/clock`)).status).toBe(403)
    expect((await fetch(`${controlUrl}/clock`, { headers: { 'x-homeroom-practice': 'x' } })).status).toBe(403)
    expect((await fetch(`${controlUrl}/clock`, { headers: { 'x-homeroom-practice': controlToken } })).status).toBe(200)
  })
})
