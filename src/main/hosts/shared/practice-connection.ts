import { setTimeout as delay } from 'node:timers/promises'
import type { PracticeConnection } from '../../ports.ts'
import { createClock } from './clock.ts'
import { createPracticeControl } from './practice-control.ts'
import type { PracticeServer } from './practice.ts'

const retryMs = 500

/**
 * Connects to the pretend Zoom that `ensure` sees to: its clock is read before this resolves, and every jump, whoever made
 * it, shows on `clock` within milliseconds. One that ends is started again (it keeps its port and credentials in its
 * folder); until then the clock goes on from where it stood.
 */
export async function connectPractice(ensure: () => Promise<PracticeServer>): Promise<PracticeConnection> {
  const server = await ensure()
  const control = createPracticeControl(server)
  const clock = createClock()
  const leaving = new AbortController()
  const { signal } = leaving
  let offset = 0

  function show(face: { readonly offsetMs: number }): void {
    if (face.offsetMs !== offset) clock.adjust((offset = face.offsetMs))
  }

  async function follow(version: number | undefined): Promise<void> {
    let after = version
    while (!signal.aborted) {
      try {
        const face = await control.clock({ after, signal })
        show(face)
        after = face.version
      } catch {
        // Versions begin anew with a new process, so the next reading waits for nothing.
        after = undefined
        await delay(retryMs, undefined, { signal, ref: false }).catch(() => undefined)
        if (!signal.aborted) await ensure().catch(() => undefined)
      }
    }
  }

  const first = await control.clock({ signal: AbortSignal.timeout(5_000) })
  show(first)
  const hasLeft = follow(first.version)
  const { apiUrl, oauthUrl, accountId, clientId, clientSecret } = server

  return {
    address: { apiUrl, oauthUrl, accountId, clientId, clientSecret },
    clock,
    school: control.school,
    roster: control.roster,
    nextEvent: control.nextEvent,
    async jump(to) {
      if (to <= clock.now()) return
      await control.jump(to)
      await clock.sleepUntil(to, signal)
    },
    setFault: control.setFault,
    changeInPortal: control.changeInPortal,
    async close() {
      leaving.abort()
      await hasLeft
    },
  }
}
