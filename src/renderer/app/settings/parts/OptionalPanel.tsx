import { useState, type ReactNode } from 'react'
import type { AccountStanding, KeepSecret } from '../../../../shared/contract/account.ts'
import { call } from '../../../api.ts'
import { useFormats } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { accountWords } from '../../../words/account.ts'
import styles from './Form.module.css'
import { SecretDialog } from './SecretDialog.tsx'

const { optional: words } = accountWords

/** What later versions can use and nothing needs today: the Meeting SDK app and the webhook token. */
export function OptionalPanel({ meetingSdk, webhook }: Pick<AccountStanding, 'meetingSdk' | 'webhook'>) {
  const formats = useFormats()
  const [use, setUse] = useState<KeepSecret['use'] | null>(null)
  const on = (instant: string) => formats.date(formats.dateOf(instant), 'medium')
  const enable = useTask(async () => {
    await call('account.setMeetingSdkEnabled', { isEnabled: meetingSdk?.isEnabled !== true })
  })
  return (
    <Panel title={words.title}>
      <p className={styles.text}>{words.text}</p>
      <div className={styles.rules}>
        <Secret
          use="meetingSdk"
          isKept={meetingSdk !== null}
          standing={meetingSdk === null ? words.none : words.keptAs(meetingSdk.clientId, on(meetingSdk.keptAt))}
          onKeep={() => setUse('meetingSdk')}
        >
          {meetingSdk === null ? undefined : (
            <Switch isSelected={meetingSdk.isEnabled} isDisabled={enable.isRunning} onChange={enable.run}>
              {words.meetingSdk.isEnabled}
            </Switch>
          )}
        </Secret>
        <Secret
          use="webhook"
          isKept={webhook !== null}
          standing={webhook === null ? words.none : words.kept(on(webhook.keptAt))}
          onKeep={() => setUse('webhook')}
        />
      </div>
      {use !== null && <SecretDialog use={use} onClose={() => setUse(null)} />}
    </Panel>
  )
}

interface SecretProps {
  readonly use: KeepSecret['use']
  readonly isKept: boolean
  readonly standing: string
  readonly onKeep: () => void
  readonly children?: ReactNode
}

function Secret({ use, isKept, standing, onKeep, children }: SecretProps) {
  const { title, text } = words[use]
  const forget = useTask(async () => {
    await call('account.forgetSecret', { use })
    showToast({ title: words.forgotten })
  })
  return (
    <section className={styles.rule} aria-label={title}>
      <h3 className={styles.ruleTitle}>{title}</h3>
      <p className={styles.quiet}>{text}</p>
      {children !== undefined && <div className={styles.within}>{children}</div>}
      <div className={styles.actions}>
        <span className={styles.standing}>{standing}</span>
        <Button size="small" onPress={onKeep}>
          {isKept ? words.replace : words.keep}
        </Button>
        {isKept && (
          <Button size="small" variant="quiet" isPending={forget.isRunning} onPress={forget.run}>
            {words.forget}
          </Button>
        )}
      </div>
    </section>
  )
}
