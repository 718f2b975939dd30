import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, Disclosure as AriaDisclosure, DisclosurePanel, Heading } from 'react-aria-components'
import styles from './Disclosure.module.css'

/** What {@link Disclosure} takes. */
export interface DisclosureProps {
  readonly title: string
  /** What is set inside, in one line: stands beside the title while it is closed. */
  readonly summary: string
  readonly children: ReactNode
  readonly isOpen: boolean
  readonly onToggle: (isOpen: boolean) => void
}

/** Fields that few people need, behind one line that says what they are set to. */
export function Disclosure({ title, summary, children, isOpen, onToggle }: DisclosureProps) {
  return (
    <AriaDisclosure isExpanded={isOpen} onExpandedChange={onToggle} className={styles.disclosure ?? ''}>
      <Heading level={3} className={styles.heading ?? ''}>
        <Button slot="trigger" className={styles.trigger ?? ''}>
          <ChevronRight aria-hidden className={styles.arrow} />
          <span className={styles.title}>{title}</span>
          {!isOpen && <span className={styles.summary}>{summary}</span>}
        </Button>
      </Heading>
      <DisclosurePanel className={styles.panel ?? ''}>
        {isOpen && <div className={styles.content}>{children}</div>}
      </DisclosurePanel>
    </AriaDisclosure>
  )
}

/** Several {@link Disclosure}s under each other, with lines between. */
export function Disclosures({ children }: { readonly children: ReactNode }) {
  return <div className={styles.group}>{children}</div>
}
