import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isTimeZone, minute, toInstant, toWall, wallTimeFit } from '../../../src/shared/domain/time.ts'

const zoneFiles = '/usr/share/zoneinfo'

/** A change of the clocks, as zdump tells it: the instant, and what is added to UTC before and from then on (ms). */
interface Change {
  readonly zone: string
  readonly at: number
  readonly before: number
  readonly after: number
}

const missing = (): string | null => {
  if (process.platform !== 'linux') return 'it is read on Linux only'
  if (spawnSync('zdump', ['--version']).error !== undefined) return 'zdump is not installed (package libc-bin)'
  return existsSync(`${zoneFiles}/Asia/Manila`) ? null : 'there are no zone files (package tzdata)'
}
const why = missing()
if (why !== null) console.log(`The zone rules are not compared with the system's zone data: ${why}.`)

test.skipIf(why !== null)(
  'every change of the clocks since 2020 is the one that zdump reads from the zone files',
  () => {
    const zones = zonesOfBoth()
    const changes = changesOf(zones)
    expect(zones.length).toBeGreaterThan(300)
    expect(changes.length).toBeGreaterThan(2000)

    // Node's zone data and the system's come from releases of their own. Where Node itself has another offset, its release
    // is newer or older; where it has the same one and we differ, we are wrong.
    const others = changes.filter((change) => !nodeKnows(change))
    if (others.length > 0) {
      const [ours, system] = [process.versions.tz, systemRelease()]
      console.log(
        `Node's zone data (${ours}) and the system's (${system}) differ at ${others.length} of ${changes.length} changes, in ` +
          `${[...new Set(others.map(({ zone }) => zone))].join(', ')}: not compared there.`,
      )
      expect(ours).not.toBe(system)
      expect(others.length).toBeLessThan(changes.length / 2)
    }
    const different = new Set(others)
    const wrong = changes.filter((change) => !different.has(change)).flatMap(mistakesAt)
    expect(wrong).toEqual([])
  },
)

/** Zones of the system's files, aliases too, that this computer's Node knows as well. */
function zonesOfBoth(): string[] {
  return readdirSync(zoneFiles, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(zoneFiles.length + 1))
    .filter((zone) => /^[A-Z]/.test(zone) && isTimeZone(zone))
    .toSorted()
}

const line = /^(\S+) +\w{3} (\w{3} +\d+ [\d:]+ \d{4}) UTC? = .* gmtoff=(-?\d+)$/

function changesOf(zones: readonly string[]): Change[] {
  const { stdout } = spawnSync('zdump', ['-v', '-c', '2020,2038', ...zones], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], TZ: 'UTC' },
    maxBuffer: 64 * 1024 * 1024,
  })
  const rows = stdout.split('\n').flatMap((text) => {
    const [, zone, at, offset] = line.exec(text) ?? []
    return zone === undefined ? [] : [{ zone, at: Date.parse(`${at} UTC`), offset: Number(offset) * 1000 }]
  })
  // Two lines to a change: the last second before it, and the first after.
  return rows.flatMap(({ zone, at, offset }, index) =>
    index % 2 === 1 ? [{ zone, at, before: rows[index - 1]!.offset, after: offset }] : [],
  )
}

const formats = new Map<string, Intl.DateTimeFormat>()

function nodeKnows({ zone, at, before, after }: Change): boolean {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' })
  formats.set(zone, format)
  const offsetAt = (instant: number) => Date.parse(`${format.format(instant).replace(' ', 'T')}Z`) - instant
  return offsetAt(at - 1000) === before && offsetAt(at) === after
}

const systemRelease = (): string => {
  const file = `${zoneFiles}/tzdata.zi`
  return existsSync(file) ? (/^# version (\S+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 'unknown') : 'unknown'
}

/** What `time.ts` says otherwise than the zone files, on both sides of a change and inside what it skips or doubles. */
function mistakesAt({ zone, at, before, after }: Change): string[] {
  const mistakes: string[] = []
  const wallAt = (instant: number, offset: number) => {
    const [on = '', time = ''] = new Date(instant + offset).toISOString().split('T')
    return { on, at: time.slice(0, 5), timeZone: zone }
  }
  const check = (what: string, wall: ReturnType<typeof wallAt>, fit: string, instant: number) => {
    const found = { fit: wallTimeFit(wall), instant: toInstant(wall) }
    if (found.fit === fit && found.instant === instant) return
    mistakes.push(`${zone} ${wall.on} ${wall.at} (${what}): ${found.fit} ${found.instant}, not ${fit} ${instant}`)
  }
  const reads = (instant: number, offset: number) => {
    const [found, expected] = [toWall(instant, zone), wallAt(instant, offset)]
    if (found.on !== expected.on || found.at !== expected.at) {
      mistakes.push(`${zone} at ${instant} shows ${found.on} ${found.at}, not ${expected.on} ${expected.at}`)
    }
  }
  reads(at - minute, before)
  reads(at, after)
  const moved = Math.abs(after - before)
  const last = moved - minute
  if (after > before) {
    check('before the gap', wallAt(at - minute, before), 'once', at - minute)
    for (const into of [0, moved / 2, last]) check('in the gap', wallAt(at + into, before), 'skipped', at + into)
    check('after the gap', wallAt(at, after), 'once', at)
  } else if (after < before) {
    check('before the hour that comes twice', wallAt(at - moved - minute, before), 'once', at - moved - minute)
    for (const into of [0, moved / 2, last]) {
      check('in the hour that comes twice', wallAt(at - moved + into, before), 'twice', at - moved + into)
    }
    check('after the hour that comes twice', wallAt(at, before), 'once', at + moved)
  } else check('where only the name changes', wallAt(at, after), 'once', at)
  return mistakes
}
