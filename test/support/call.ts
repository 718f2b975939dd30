import type { Page } from '@playwright/test'
import type { Bridge } from '../../src/shared/bridge.ts'
import { browserWire } from '../../src/shared/browser-wire.ts'
import type { InputOf, OperationName, OutputOf } from '../../src/shared/contract/index.ts'
import type { Result } from '../../src/shared/problem.ts'

/**
 * Runs an operation from inside of a page, through the door that the page itself uses: Electron's bridge, or, in a
 * browser, a tab token of its own. A problem is thrown.
 */
export async function callIn<Name extends OperationName>(
  page: Page,
  name: Name,
  input: InputOf<Name>,
): Promise<OutputOf<Name>> {
  const result = await page.evaluate(
    async ([operation, given, wire]): Promise<Result<unknown>> => {
      const { homeroom } = window as { readonly homeroom?: Bridge }
      if (homeroom) return homeroom.call(operation, given)
      const key = localStorage.getItem(wire.keyItem) ?? ''
      const tab = await fetch('/tab', { method: 'POST', headers: { [wire.keyHeader]: key } })
      const { token } = (await tab.json()) as { readonly token: string }
      const answer = await fetch('/call', {
        method: 'POST',
        headers: { [wire.tabHeader]: token, 'Content-Type': 'application/json' },
        body: JSON.stringify({ name: operation, input: given }),
      })
      return (await answer.json()) as Result<unknown>
    },
    [name, input, browserWire] as const,
  )
  if (!result.ok) throw new Error(`${name}: ${result.problem.kind}: ${result.problem.message}`)
  return result.value as OutputOf<Name>
}
