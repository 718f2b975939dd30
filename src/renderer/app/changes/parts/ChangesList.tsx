import { CircleCheck, RefreshCw } from 'lucide-react'
import { useRef } from 'react'
import type { MeetingChange } from '../../../../shared/contract/sync.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { pageTitleId, Panel } from '../../../ui/Page.tsx'
import { changesWords as words } from '../../../words/changes.ts'
import { ChangeCard } from './ChangeCard.tsx'
import styles from './Changes.module.css'

/** Every change that waits, urgent first. When one is settled the focus goes to the next. */
export function ChangesList({
  changes,
  isRead,
}: {
  readonly changes: readonly MeetingChange[]
  readonly isRead: boolean
}) {
  const list = useRef<HTMLUListElement>(null)
  if (changes.length === 0) {
    return (
      <Panel isFilling>
        <EmptyState icon={isRead ? CircleCheck : RefreshCw} title={isRead ? words.noChangesTitle : words.neverRead}>
          {words.noChangesText}
        </EmptyState>
      </Panel>
    )
  }
  const goOn = (place: number) => {
    const cards = [...(list.current?.children ?? [])]
    const next = cards[place + 1] ?? cards[place - 1]
    const target = next?.querySelector<HTMLElement>('button') ?? document.getElementById(pageTitleId)
    target?.focus()
  }
  return (
    <ul ref={list} className={styles.list}>
      {changes.map((change, place) => (
        <li key={change.meetingId}>
          <ChangeCard change={change} isFirst={place === 0} onSettled={() => goOn(place)} />
        </li>
      ))}
    </ul>
  )
}
