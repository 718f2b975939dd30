import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { AccountTest } from '../../shared/contract/account.ts'
import { useCommand } from '../live.ts'
import { useFormats } from '../status.ts'
import { Facts } from '../ui/Facts.tsx'
import { Fields } from '../ui/Field.tsx'
import { Notice } from '../ui/Notice.tsx'
import { ProblemNotice } from '../ui/ProblemNotice.tsx'
import { RadioCards } from '../ui/RadioCards.tsx'
import { connectWords as words } from '../words/connect.ts'
import { problemWords } from '../words/problems.ts'
import { ConnectForm, useConnecting } from './ConnectForm.tsx'
import { PreparedProblem } from './PreparedProblem.tsx'
import { usePrepared } from './prepared.ts'

/** How a school connects: with what IT prepared, or with codes that somebody types. */
export type ConnectWay = 'prepared' | 'typed'

/** The ways to connect that this computer has, the one that is chosen, and the try at it. */
export function useConnectWays(onConnected: (found: AccountTest) => void, first: ConnectWay = 'prepared') {
  const prepared = usePrepared()
  const [chosen, choose] = useState<ConnectWay>(first)
  const typing = useConnecting(onConnected)
  const asPrepared = useCommand('provisioning.connect')
  const connectAsPrepared = async () => {
    const found = await asPrepared.run({})
    if (found !== null) onConnected(found)
  }
  const way: ConnectWay = prepared.canConnect ? chosen : 'typed'
  return {
    prepared,
    way,
    choose,
    typing,
    asPrepared,
    connectAsPrepared,
    isRunning: typing.isRunning || asPrepared.isRunning,
  }
}

/** What {@link useConnectWays} hands to its parts. */
export type ConnectWaysState = ReturnType<typeof useConnectWays>

/**
 * The form that belongs to the chosen way, below the choice where there is one. What IT prepared has no fields: nobody sees
 * the secret. The button that sends it is the caller's.
 */
export function ConnectWays({ id, ways }: { readonly id: string; readonly ways: ConnectWaysState }) {
  const { prepared, way, choose, typing, isRunning } = ways
  if (prepared.isLoading) return null
  if (!prepared.canConnect) {
    return (
      <>
        <PreparedProblem />
        <ConnectForm id={id} connecting={typing} />
      </>
    )
  }
  return (
    <>
      <RadioCards
        label={words.waysLabel}
        isLabelHidden
        cards={[
          { id: 'prepared', label: words.asPrepared, detail: words.asPreparedDetail },
          { id: 'typed', label: words.typed, detail: words.typedDetail },
        ]}
        value={way}
        onChange={choose}
        isDisabled={isRunning}
      />
      {way === 'prepared' ? <PreparedForm id={id} ways={ways} /> : <ConnectForm id={id} connecting={typing} />}
    </>
  )
}

function PreparedForm({ id, ways }: { readonly id: string; readonly ways: ConnectWaysState }) {
  const formats = useFormats()
  const { prepared, asPrepared, connectAsPrepared, isRunning } = ways
  const { file } = prepared
  if (file === null) return null
  return (
    <Form
      id={id}
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isRunning) void connectAsPrepared()
      }}
    >
      <Fields>
        <Facts
          facts={[
            { id: 'account', term: words.fields.accountId, value: file.zoom.accountId },
            { id: 'client', term: words.fields.clientId, value: file.zoom.clientId },
            { id: 'secret', term: words.fields.clientSecret, value: words.secretPrepared },
          ]}
        />
        {file.warning !== null && (
          <Notice tone="warning" title={words.forIt}>
            {file.warning}
          </Notice>
        )}
        {asPrepared.problem !== null && <ProblemNotice {...problemWords(asPrepared.problem, formats)} />}
      </Fields>
    </Form>
  )
}
