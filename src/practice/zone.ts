/** A date and a time of day without a zone, to the second. */
export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone)
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formatters.set(zone, formatter)
  }
  return formatter
}

/** Whether this computer knows the IANA zone. */
export function isZone(zone: string): boolean {
  try {
    formatterOf(zone)
    return true
  } catch {
    return false
  }
}

/** What a clock on the wall in that zone shows at the instant (epoch ms). */
export function wallTimeAt(zone: string, instant: number): WallTime {
  const parts = new Map(
    formatterOf(zone)
      .formatToParts(instant)
      .map((part) => [part.type, Number(part.value)]),
  )
  const read = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
    second: read('second'),
  }
}

function asIfUtc(wall: WallTime): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second)
}

/**
 * The instant (epoch ms) at which clocks in the zone show the wall time. A time that a change of clocks skips
 * is read with the offset before the change, one that occurs twice is the first of the two.
 */
export function instantOf(zone: string, wall: WallTime): number {
  const naive = asIfUtc(wall)
  const offsetAt = (instant: number): number => asIfUtc(wallTimeAt(zone, instant)) - Math.floor(instant / 1000) * 1000
  const before = naive - offsetAt(naive - 86_400_000)
  const after = naive - offsetAt(naive + 86_400_000)
  const fits = [before, after].filter((instant) => asIfUtc(wallTimeAt(zone, instant)) === naive)
  return fits.length > 0 ? Math.min(...fits) : before
}

/** The ISO weekday (1 Monday to 7 Sunday) of the wall time's date. */
export function weekdayOf(wall: WallTime): number {
  return ((new Date(asIfUtc(wall)).getUTCDay() + 6) % 7) + 1
}

/** The wall time a whole number of days later, at the same time of day. */
export function plusDays(wall: WallTime, days: number): WallTime {
  const date = new Date(Date.UTC(wall.year, wall.month - 1, wall.day + days))
  return { ...wall, year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** The instant as Zoom prints instants: UTC, to the second, with `Z`. */
export function zoomTime(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`
}

/** The UTC date (YYYY-MM-DD) of an instant: the day by which Zoom's quotas reset. */
export function utcDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10)
}
