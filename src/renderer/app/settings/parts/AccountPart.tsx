import { PlugZap } from 'lucide-react'
import { useState } from 'react'
import type { Account, AccountStanding, AccountTest } from '../../../../shared/contract/account.ts'
import { TestFindings } from '../../../connect/TestFindings.tsx'
import { useCommand, useLive } from '../../../live.ts'
import { useFormats, useStatus } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Facts } from '../../../ui/Facts.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import { accountWords } from '../../../words/account.ts'
import { problemWords } from '../../../words/problems.ts'
import { settingsWords } from '../../../words/settings.ts'
import { ConnectPanel } from './ConnectPanel.tsx'
import { DisconnectDialog } from './DisconnectDialog.tsx'
import { OptionalPanel } from './OptionalPanel.tsx'
import { ReplaceDialog } from './ReplaceDialog.tsx'
import { SwitchedOff } from './SwitchedOff.tsx'
import { TestClassPanel } from './TestClassPanel.tsx'
import styles from './Form.module.css'

const { account: words } = settingsWords

/** The Zoom account: who we are there, whether it works, and what it lets us do. */
export function AccountPart() {
  const formats = useFormats()
  const isPractice = useStatus().data?.school?.kind === 'practice'
  const { data, problem, reload } = useLive('account.get', {})
  const [found, setFound] = useState<AccountTest | null>(null)
  if (data === null) {
    return problem === null ? (
      <Skeleton label={settingsWords.loading} rows={5} />
    ) : (
      <ProblemNotice {...problemWords(problem, formats)} onRetry={reload} />
    )
  }
  const isConnected = data.account !== null || isPractice
  return (
    <>
      {!data.isEnabled && <SwitchedOff />}
      {isConnected ? (
        <Connected standing={data} isPractice={isPractice} found={found} onFound={setFound} onChanged={reload} />
      ) : (
        <ConnectPanel onConnected={setFound} />
      )}
    </>
  )
}

interface ConnectedProps {
  /** Its account is null in the practice school, whose pretend Zoom asks for no credentials. */
  readonly standing: AccountStanding
  readonly isPractice: boolean
  readonly found: AccountTest | null
  readonly onFound: (found: AccountTest | null) => void
  readonly onChanged: () => void
}

function Connected({ standing, isPractice, found, onFound, onChanged }: ConnectedProps) {
  const { account, isEnabled } = standing
  const formats = useFormats()
  const [dialog, setDialog] = useState<'none' | 'replace' | 'disconnect'>('none')
  const { run, isRunning, problem } = useCommand('account.test')
  const enabling = useCommand('account.setEnabled')
  const test = async () => {
    onFound(null)
    onFound(await run({}))
  }
  return (
    <>
      <Panel title={words.title} actions={<Connection isEnabled={isEnabled} />}>
        {account !== null && <AccountFacts account={account} />}
        {isPractice && <p className={styles.text}>{words.practice}</p>}
        <div className={styles.actions}>
          <Button variant="primary" icon={PlugZap} isPending={isRunning} onPress={() => void test()}>
            {words.test}
          </Button>
          {!isPractice && (
            <>
              <Button onPress={() => setDialog('replace')}>{words.replace}</Button>
              <Button variant="quiet" onPress={() => setDialog('disconnect')}>
                {words.disconnect}
              </Button>
            </>
          )}
        </div>
        {problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
        <div className={styles.ruled}>
          <Switch
            isSelected={isEnabled}
            isDisabled={enabling.isRunning}
            onChange={(isOn) => void enabling.run({ isEnabled: isOn })}
            description={accountWords.enabledDetail}
          >
            {accountWords.enabled}
          </Switch>
        </div>
        {enabling.problem !== null && <ProblemNotice {...problemWords(enabling.problem, formats)} />}
      </Panel>
      {found !== null && (
        <Panel title={words.found}>
          <TestFindings found={found} />
        </Panel>
      )}
      <TestClassPanel isEnabled={isEnabled} left={standing.leftTestClasses} onSent={onChanged} />
      {!isPractice && <OptionalPanel meetingSdk={standing.meetingSdk} webhook={standing.webhook} />}
      {dialog === 'replace' && <ReplaceDialog onReplaced={onFound} onClose={() => setDialog('none')} />}
      {dialog === 'disconnect' && <DisconnectDialog onClose={() => setDialog('none')} />}
    </>
  )
}

function Connection({ isEnabled }: Pick<AccountStanding, 'isEnabled'>) {
  return isEnabled ? <Pill state="final">{words.connected}</Pill> : <Pill state="notHeld">{accountWords.off}</Pill>
}

function AccountFacts({ account }: { readonly account: Account }) {
  const formats = useFormats()
  const whenOf = (instant: string) => words.on(formats.date(formats.dateOf(instant), 'medium'), formats.time(instant))
  const { name, email } = account
  return (
    <>
      {name !== null && email !== null && <p>{words.connectedAs(name, email)}</p>}
      <Facts
        facts={[
          { id: 'account', term: words.facts.accountId, value: account.accountId },
          { id: 'client', term: words.facts.clientId, value: account.clientId },
          { id: 'secret', term: words.facts.secret, value: words.secretKept },
          { id: 'connected', term: words.facts.connectedOn, value: whenOf(account.connectedAt) },
          {
            id: 'tested',
            term: words.facts.testedOn,
            value: account.testedAt === null ? words.neverTested : whenOf(account.testedAt),
          },
        ]}
      />
    </>
  )
}
