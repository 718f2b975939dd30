import { RotateCw, UserRoundSearch } from 'lucide-react'
import type { PeriodSummary } from '../../../../shared/contract/attendance.ts'
import { useFormats } from '../../../status.ts'
import { Pill, type PillState } from '../../../ui/Pill.tsx'
import type { Formats } from '../../../words/format.ts'
import { heldWords } from '../../../words/held.ts'
import { todayWords } from '../../../words/today.ts'
import { asksHeld } from '../../../held/held.ts'
import { minutesUntil } from '../day.ts'
import styles from './DayGrid.module.css'

const { states: words } = todayWords
/** Nearer than this a class to come says in how many minutes. */
const soonMinutes = 90

interface Look {
  readonly state: PillState
  readonly text: string
  /** Quietly after the pill. */
  readonly note?: string
  /** The whole in words, where the pill and its note say it in short. */
  readonly spoken?: string
  readonly isBare?: boolean
}

function toCome(period: PeriodSummary, now: number): Look {
  const minutes = minutesUntil(period, now)
  if (period.meetingState === 'refused') return { state: 'problem', text: words.refused }
  if (period.meetingState === 'missing') return { state: 'problem', text: words.missing }
  if (period.meetingState === 'creating') return { state: 'waitingToSend', text: words.waitingToSend }
  if (minutes > soonMinutes) return { state: 'upcoming', text: words.upcoming, isBare: true }
  return { state: 'upcoming', text: words.inMinutes(minutes) }
}

function over(period: PeriodSummary, now: number, formats: Formats): Look {
  const { held, state, finalAt, nextReadAt } = period
  if (asksHeld(period, now)) return { state: 'problem', text: heldWords.short }
  if (period.proposedChanges > 0) return { state: 'problem', text: words.reportChanged }
  if (held !== 'held' && held !== 'unknown') return { state: 'notHeld', text: words.held[held] }
  if (state === 'signed') return { state: 'checked', text: words.signed }
  if (state === 'checked') return { state: 'checked', text: words.checked }
  if (state === 'final') {
    return { state: 'final', text: finalAt === null ? words.final : words.finalAt(formats.time(finalAt)) }
  }
  if (nextReadAt === null || Date.parse(nextReadAt) <= now) return { state: 'notFinal', text: words.notFinal }
  const time = formats.time(nextReadAt)
  return { state: 'notFinal', text: words.notFinal, note: time, spoken: words.checkingAgain(time) }
}

function lookOf(period: PeriodSummary, now: number, formats: Formats): Look {
  const { startInstant, endInstant } = period.time
  if (Date.parse(startInstant) > now) return toCome(period, now)
  if (Date.parse(endInstant) > now) return { state: 'live', text: words.liveUntil(formats.time(endInstant)) }
  return over(period, now, formats)
}

/** Where a class stands, in one phrase: to sort by and to read out. */
export function stateText(period: PeriodSummary, now: number, formats: Formats): string {
  const { text, spoken } = lookOf(period, now, formats)
  return spoken ?? text
}

/** Where a class stands, as a pill. */
export function StateCell({ period, now }: { readonly period: PeriodSummary; readonly now: number }) {
  const { state, text, note, spoken, isBare = false } = lookOf(period, now, useFormats())
  const { unidentified } = period.figures
  return (
    <>
      <Pill state={state} isBare={isBare}>
        {text}
      </Pill>
      {note !== undefined && (
        <span className={styles.again} title={spoken}>
          <RotateCw aria-hidden />
          {` ${note}`}
        </span>
      )}
      {unidentified > 0 && note === undefined && (
        <span className={styles.amber} title={todayWords.notRecognised(unidentified)}>
          <UserRoundSearch aria-hidden />
          {` ${unidentified}`}
        </span>
      )}
    </>
  )
}
