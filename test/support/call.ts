import type { Page } from '@playwright/test'
import type { Bridge } from '../../src/shared/bridge.ts'
import { browserWire } from '../../src/shared/browser-wire.ts'
import type { InputOf, OperationName, OutputOf } from '../../src/shared/contract/index.ts'
import type { FileHandle } from '../../src/shared/ids.ts'
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

/** Hands a text file in from inside of a page, through the same door; resolves to its handle. */
export async function putIn(page: Page, name: string, mediaType: string, text: string): Promise<FileHandle> {
  const result = await page.evaluate(
    async ([file, type, content, wire]): Promise<Result<unknown>> => {
      const { homeroom } = window as { readonly homeroom?: Bridge }
      const bytes = new TextEncoder().encode(content)
      if (homeroom) return homeroom.putFile({ name: file, mediaType: type, bytes })
      const key = localStorage.getItem(wire.keyItem) ?? ''
      const tab = await fetch('/tab', { method: 'POST', headers: { [wire.keyHeader]: key } })
      const { token } = (await tab.json()) as { readonly token: string }
      const answer = await fetch('/file', {
        method: 'POST',
        headers: { [wire.tabHeader]: token, [wire.nameHeader]: encodeURIComponent(file), 'Content-Type': type },
        body: bytes,
      })
      const taken = (await answer.json()) as { readonly handle: string } | Extract<Result<unknown>, { ok: false }>
      return 'handle' in taken ? { ok: true, value: taken.handle } : taken
    },
    [name, mediaType, text, browserWire] as const,
  )
  if (!result.ok) throw new Error(`${name}: ${result.problem.kind}: ${result.problem.message}`)
  return result.value as FileHandle
}
