import { Check } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { usePrepared } from '../../../connect/prepared.ts'
import { Logo } from '../../../ui/Logo.tsx'
import { VisuallyHidden } from '../../../ui/VisuallyHidden.tsx'
import { firstRunWords as words } from '../../../words/first-run.ts'
import type { FirstRunStep } from '../store.ts'
import styles from './Frame.module.css'

const order = ['school', 'code', 'zoomApp', 'connect'] as const satisfies readonly FirstRunStep[]

/** What {@link Frame} takes. */
export interface FrameProps {
  readonly title: string
  readonly text: string
  /** Which of the steps this is; none of them where the way forks or is locked. */
  readonly step?: (typeof order)[number]
  readonly children: ReactNode
  /** The way back and the way on, at the foot. */
  readonly actions?: ReactNode
  readonly isWide?: boolean
}

let hasArrived = false

/** One page of the first run: the focus goes to its first field or its title, so that keyboard and screen reader begin there. */
export function Frame({ title, text, step, children, actions, isWide = false }: FrameProps) {
  const page = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // The very first page leaves the focus alone: nobody has gone anywhere yet. A field that asked for it keeps it.
    const isTaken = page.current?.contains(document.activeElement)
    if (hasArrived && !isTaken) heading.current?.focus({ preventScroll: true })
    hasArrived = true
  }, [])
  return (
    <main ref={page} className={styles.frame}>
      <div className={styles.column} data-wide={isWide || undefined}>
        <div className={styles.brand}>
          <Logo size={30} />
          <span>{words.product}</span>
          {step && <Steps current={step} />}
        </div>
        <header className={styles.header}>
          <h1 ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h1>
          <p className={styles.text}>{text}</p>
        </header>
        {children}
        {actions !== undefined && <footer className={styles.actions}>{actions}</footer>}
      </div>
    </main>
  )
}

function Steps({ current }: { readonly current: (typeof order)[number] }) {
  const { canConnect } = usePrepared()
  // Where IT prepared the codes, nobody needs to make an app at Zoom.
  const steps = order.filter((step) => step === current || step !== 'zoomApp' || !canConnect)
  const at = steps.indexOf(current)
  return (
    <ol aria-label={words.stepsLabel} className={styles.steps}>
      {steps.map((step, index) => (
        <li key={step} aria-current={step === current ? 'step' : undefined} className={styles.step}>
          <span className={styles.mark} data-done={index < at || undefined} aria-hidden>
            {index < at ? <Check /> : index + 1}
          </span>
          {step === current ? words.steps[step] : <VisuallyHidden>{words.steps[step]}</VisuallyHidden>}
        </li>
      ))}
    </ol>
  )
}
