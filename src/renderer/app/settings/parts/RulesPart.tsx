import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Settings } from '../../../../shared/contract/setting.ts'
import { nowMs } from '../../../clock.ts'
import { useLive } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { problemWords } from '../../../words/problems.ts'
import { settingsWords } from '../../../words/settings.ts'
import styles from './Form.module.css'
import { RuleDialog } from './RuleDialog.tsx'

const { rules: words } = settingsWords
/** The rule that every school begins with is dated before all classes. */
const beginning = '1900-01-01'

/** The rules of marking, newest first, each from its day on. */
export function RulesPart() {
  const formats = useFormats()
  const { data, problem, reload } = useLive('setting.get', {})
  const [isAdding, setAdding] = useState(false)
  if (data === null) {
    return problem === null ? (
      <Skeleton label={settingsWords.loading} />
    ) : (
      <ProblemNotice {...problemWords(problem, formats)} onRetry={reload} />
    )
  }
  // Of two rules of one day the later made one stands, so it comes first.
  const rules = data.policies.toReversed().toSorted((a, b) => b.fromOn.localeCompare(a.fromOn))
  const today = formats.dateOf(nowMs())
  const standing = rules.find(({ fromOn }) => fromOn <= today)
  return (
    <Panel
      title={words.title}
      actions={
        <Button size="small" variant="primary" icon={Plus} onPress={() => setAdding(true)}>
          {words.add}
        </Button>
      }
    >
      <p className={styles.text}>{words.text}</p>
      <ul className={styles.rules}>
        {rules.map((rule, index) => (
          <Rule key={`${rule.fromOn} ${rules.length - index}`} rule={rule} isStanding={rule === standing} />
        ))}
      </ul>
      {isAdding && <RuleDialog onClose={() => setAdding(false)} {...(standing && { standing })} />}
    </Panel>
  )
}

function Rule({ rule, isStanding }: { readonly rule: Settings['policies'][number]; readonly isStanding: boolean }) {
  const formats = useFormats()
  return (
    <li className={styles.rule}>
      <div className={styles.ruleHead}>
        <span>
          {rule.fromOn === beginning ? words.fromTheBeginning : words.from(formats.date(rule.fromOn, 'medium'))}
        </span>
        {isStanding && <Pill state="final">{words.stands}</Pill>}
      </div>
      <p className={styles.ruleTitle}>
        {rule.preset === 'minutes'
          ? words.minutes(rule.presentMinutes)
          : words.percent(formats.percent(rule.presentPercent / 100))}
      </p>
      <p className={styles.quiet}>{words.flags(rule.lateAfterMinutes, rule.leftEarlyMinutes)}</p>
    </li>
  )
}
