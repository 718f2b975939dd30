import { useSyncExternalStore } from 'react'
import styles from './Announcer.module.css'

interface Spoken {
  readonly polite: string
  readonly assertive: string
}

const listeners = new Set<() => void>()
let spoken: Spoken = { polite: '', assertive: '' }

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * Says one sentence to a screen reader. The same sentence said twice is heard twice: a zero-width
 * space tells the two texts apart.
 */
export function announce(sentence: string, how: 'polite' | 'assertive' = 'polite'): void {
  const text = spoken[how] === sentence ? `${sentence}\u200B` : sentence
  spoken = { ...spoken, [how]: text }
  for (const listener of listeners) listener()
}

/** The two live regions behind {@link announce}: one a page, outside whatever a dialog hides. */
export function Announcer() {
  const { polite, assertive } = useSyncExternalStore(subscribe, () => spoken)
  return (
    // React Aria hides the page behind a dialog from screen readers, but leaves a marked announcer alone.
    <div data-live-announcer="true" className={styles.announcer}>
      <div role="status" aria-live="polite">
        {polite}
      </div>
      <div role="alert" aria-live="assertive">
        {assertive}
      </div>
    </div>
  )
}
