import { minute, toWall, type LocalDate } from './time.ts'

/** A planned stretch of time as it is kept: wall time and zone are the truth, the instants (epoch ms) are derived. */
export interface KeptTime {
  readonly on: LocalDate
  /** HH:MM. */
  readonly startsAt: string
  readonly durationMinutes: number
  readonly timeZone: string
  readonly startInstant: number
  readonly endInstant: number
}

/** The planned time in a row that holds more: a date, a class period, a meeting. */
export const timeIn = ({ on, startsAt, durationMinutes, timeZone, startInstant, endInstant }: KeptTime): KeptTime => ({
  on,
  startsAt,
  durationMinutes,
  timeZone,
  startInstant,
  endInstant,
})

/** What begins at an instant (epoch ms) and takes so long, as it is kept: by the clocks of a zone. */
export function timeAt(startInstant: number, durationMinutes: number, timeZone: string): KeptTime {
  const { on, at: startsAt } = toWall(startInstant, timeZone)
  return { on, startsAt, durationMinutes, timeZone, startInstant, endInstant: startInstant + durationMinutes * minute }
}
