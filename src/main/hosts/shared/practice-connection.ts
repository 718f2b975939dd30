import { setTimeout as delay } from 'node:timers/promises'
import type { PracticeConnection } from '../../ports.ts'
import { createClock } from './clock.ts'
import { createPracticeControl } from './practice-control.ts'
import type { PracticeServer } from './practice.ts'

const retryMs = 500

/**
 * Connects to a pretend Zoom that runs: its clock is read before this resolves, and every jump, whoever made it, shows on
 * `clock` within milliseconds. While the pretend Zoom is away the clock goes on from where it stood.
 */
export async function connectPractice(server: PracticeServer): Promise<PracticeConnection> {
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
    async close() {
      leaving.abort()
      await hasLeft
    },
  }
}
