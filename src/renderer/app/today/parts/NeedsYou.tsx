import { CircleCheck } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import type { PeriodSummary } from '../../../../shared/contract/attendance.ts'
import { useLive } from '../../../live.ts'
import { useFormats, useStatus } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { todayWords as words } from '../../../words/today.ts'
import { needsOf } from '../needs.ts'
import { NeedCard } from './NeedCard.tsx'
import styles from './NeedsYou.module.css'

const dayMs = 24 * 60 * 60_000
/** Monday still asks about Friday. */
const daysBack = 3
const daysAhead = 6
/** More cards at once than this help nobody; the rest is one press away. */
const shownAtFirst = 12

/** What waits for a person, beside the day: a card for each thing, with the button that settles it. */
export function NeedsYou({
  on,
  today,
  now,
}: {
  readonly on: string
  readonly today: readonly PeriodSummary[]
  readonly now: number
}) {
  const titleId = useId()
  const formats = useFormats()
  const isConnected = useStatus().data?.isConnected ?? true
  const midday = Date.parse(`${on}T12:00:00Z`)
  const day = (days: number) => new Date(midday + days * dayMs).toISOString().slice(0, 10)
  const before = useLive('period.list', { fromOn: day(-daysBack), toOn: day(-1) }).data?.periods
  const strangers = useLive('match.list', {}).data?.strangers
  const outbox = useLive('outbox.list', {}).data?.entries
  const changes = useLive('sync.list', {}).data?.changes
  const meetings = useLive('meeting.list', { needsAttention: true, fromOn: on, toOn: day(daysAhead), limit: 300 }).data
    ?.meetings
  const withoutLink = useLive('meeting.listWithoutLink', {}).data?.causes
  const [isAll, setAll] = useState(false)
  const needs = useMemo(
    () =>
      needsOf({
        isConnected,
        now,
        periods: [...(before ?? []), ...today],
        strangers: strangers ?? [],
        outbox: outbox ?? [],
        changes: changes ?? [],
        meetings: meetings ?? [],
        withoutLink: withoutLink ?? [],
      }),
    [isConnected, now, before, today, strangers, outbox, changes, meetings, withoutLink],
  )
  const isLoading = [before, strangers, outbox, meetings, withoutLink].includes(undefined)
  const shown = isAll ? needs : needs.slice(0, shownAtFirst)
  const whenOf = (instant: string) => {
    const date = formats.dateOf(instant)
    const time = formats.time(instant)
    return date === on ? time : `${formats.date(date, 'brief')}, ${time}`
  }
  return (
    <section aria-labelledby={titleId} className={styles.needs} data-empty={needs.length === 0 || undefined}>
      <h2 id={titleId} className={styles.title}>
        {words.needs}
        {needs.length > 0 && <span className={styles.count}>{needs.length}</span>}
      </h2>
      {needs.length === 0 ? (
        !isLoading && (
          <div className={styles.nothing}>
            <CircleCheck aria-hidden />
            <p>
              <strong>{words.needsNothing}</strong>
              <span>{words.needsNothingText}</span>
            </p>
          </div>
        )
      ) : (
        <ul className={styles.list}>
          {shown.map((need, index) => (
            <li key={need.id}>
              <NeedCard need={need} whenOf={whenOf} isFirst={index === 0} />
            </li>
          ))}
          {needs.length > shown.length && (
            <li>
              <Button variant="quiet" onPress={() => setAll(true)}>
                {words.more(needs.length - shown.length)}
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}
