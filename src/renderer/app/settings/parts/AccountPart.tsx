import { PlugZap } from 'lucide-react'
import { useState } from 'react'
import type { Account, AccountTest } from '../../../../shared/contract/account.ts'
import { TestFindings } from '../../../connect/TestFindings.tsx'
import { useCommand, useLive } from '../../../live.ts'
import { useFormats, useStatus } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Facts } from '../../../ui/Facts.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { problemWords } from '../../../words/problems.ts'
import { settingsWords } from '../../../words/settings.ts'
import { ConnectPanel } from './ConnectPanel.tsx'
import { DisconnectDialog } from './DisconnectDialog.tsx'
import { ReplaceDialog } from './ReplaceDialog.tsx'
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
  if (data.account === null && !isPractice) return <ConnectPanel onConnected={setFound} />
  return <Connected account={data.account} isPractice={isPractice} found={found} onFound={setFound} />
}

interface ConnectedProps {
  /** Null in the practice school, whose pretend Zoom asks for no credentials. */
  readonly account: Account | null
  readonly isPractice: boolean
  readonly found: AccountTest | null
  readonly onFound: (found: AccountTest | null) => void
}

function Connected({ account, isPractice, found, onFound }: ConnectedProps) {
  const formats = useFormats()
  const [dialog, setDialog] = useState<'none' | 'replace' | 'disconnect'>('none')
  const { run, isRunning, problem } = useCommand('account.test')
  const test = async () => {
    onFound(null)
    onFound(await run({}))
  }
  return (
    <>
      <Panel title={words.title} actions={<Pill state="final">{words.connected}</Pill>}>
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
      </Panel>
      {found !== null && (
        <Panel title={words.found}>
          <TestFindings found={found} />
        </Panel>
      )}
      {dialog === 'replace' && <ReplaceDialog onReplaced={onFound} onClose={() => setDialog('none')} />}
      {dialog === 'disconnect' && <DisconnectDialog onClose={() => setDialog('none')} />}
    </>
  )
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
