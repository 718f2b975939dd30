import { Temporal } from 'temporal-polyfill'

/** A calendar date, YYYY-MM-DD. */
export type LocalDate = string

/** A time of day on the clock of a zone: the truth of everything planned; its instant is derived. */
export interface WallTime {
  readonly on: LocalDate
  /** HH:MM, 24 hours. */
  readonly at: string
  /** IANA zone, such as Asia/Manila. */
  readonly timeZone: string
}

/** One minute in milliseconds. */
export const minute = 60_000
/** One hour in milliseconds. */
export const hour = 60 * minute
/** 24 hours in milliseconds: a distance on the clock, not a calendar day. */
export const day = 24 * hour

/**
 * The instant of a wall time, in epoch ms. A time that the zone skips (clocks go forward) moves forward by the gap; one
 * that happens twice (clocks go back) is the earlier of the two (RFC 5545 and Temporal's `compatible`). Raises RangeError.
 */
export declare function toInstant(wall: WallTime): number
/** Whether the zone's clocks show this wall time once, never (moved forward by {@link toInstant}) or twice. */
export declare function wallTimeFit(wall: WallTime): 'once' | 'skipped' | 'twice'
/** What the zone's clocks show at the instant; seconds are cut off. */
export declare function toWall(instant: number, timeZone: string): WallTime
/** The calendar date in the zone at the instant. */
export declare function localDate(instant: number, timeZone: string): LocalDate
/** The instants between which the zone's calendar shows the date: 23 to 25 hours apart. */
export declare function dayBounds(on: LocalDate, timeZone: string): { readonly from: number; readonly to: number }
/** The date `days` later (earlier when negative). */
export declare function addDays(on: LocalDate, days: number): LocalDate
/** 1 for Monday to 7 for Sunday (ISO 8601). */
export declare function weekday(on: LocalDate): number
/** The seven dates of the week that holds the date, Monday first. */
export declare function weekDates(on: LocalDate): LocalDate[]
/** The instant as ISO 8601 in UTC with milliseconds, as the contract carries it. */
export declare function toIso(instant: number): string
/** The instant of an ISO 8601 text with an offset or Z. Raises RangeError. */
export declare function fromIso(iso: string): number
/** Whether the text is a zone that this computer's zone data knows. */
export declare function isTimeZone(text: string): boolean
/** Whether the text is a date of the calendar, YYYY-MM-DD. */
export declare function isLocalDate(text: string): boolean
/** Whether the text is a time of day, HH:MM. */
export declare function isTimeOfDay(text: string): boolean
void Temporal
