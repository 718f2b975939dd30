import { Check, GraduationCap, Plug, type LucideIcon } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { usePrepared } from '../../../connect/prepared.ts'
import { PreparedProblem } from '../../../connect/PreparedProblem.tsx'
import { useCommand } from '../../../live.ts'
import { hrefOf, navigate } from '../../../router.ts'
import { useFormats, useStatus } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { firstRunWords as words } from '../../../words/first-run.ts'
import { problemWords } from '../../../words/problems.ts'
import { goToStep } from '../store.ts'
import styles from './Choose.module.css'
import { Frame } from './Frame.tsx'

/** The fork at the very beginning: look around, or connect. */
export function Choose() {
  const formats = useFormats()
  const { reload } = useStatus()
  const { run, isRunning, problem } = useCommand('practice.start')
  const { canConnect } = usePrepared()
  const practise = async () => {
    if ((await run({})) === null) return
    navigate(hrefOf(['today']), { replace: true })
    reload()
  }
  return (
    <Frame title={words.welcome} text={words.welcomeText} isWide>
      {problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
      <div className={styles.ways}>
        <Way
          icon={GraduationCap}
          title={words.practiceTitle}
          text={words.practiceText}
          points={words.practicePoints}
          badge={words.practiceBadge}
        >
          <Button variant="primary" isPending={isRunning} onPress={() => void practise()}>
            {words.practiceStart}
          </Button>
        </Way>
        <Way
          icon={Plug}
          title={words.connectTitle}
          text={canConnect ? words.preparedConnectText : words.connectText}
          points={canConnect ? words.preparedConnectPoints : words.connectPoints}
        >
          <Button isDisabled={isRunning} onPress={() => goToStep('school')}>
            {words.connectStart}
          </Button>
        </Way>
      </div>
      <PreparedProblem />
    </Frame>
  )
}

interface WayProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly text: string
  readonly points: readonly string[]
  readonly badge?: string
  readonly children: ReactNode
}

function Way({ icon: Icon, title, text, points, badge, children }: WayProps) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} className={styles.way}>
      <div className={styles.top}>
        <span className={styles.icon}>
          <Icon aria-hidden />
        </span>
        {badge !== undefined && <span className={styles.badge}>{badge}</span>}
      </div>
      <h2 id={titleId} className={styles.title}>
        {title}
      </h2>
      <p className={styles.text}>{text}</p>
      <ul className={styles.points}>
        {points.map((point) => (
          <li key={point}>
            <Check aria-hidden />
            {point}
          </li>
        ))}
      </ul>
      <div className={styles.action}>{children}</div>
    </section>
  )
}
