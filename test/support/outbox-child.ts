// A process of its own that runs the outbox until nothing is left in it; tests kill it on the way.
// Takes its orders as one JSON argument, see `ChildOrders`.
import { createClock } from '../../src/main/hosts/shared/clock.ts'
import { createIds } from '../../src/main/hosts/shared/ids.ts'
import type { Clock, Log } from '../../src/main/ports.ts'
import { openDatabase } from '../../src/main/store/database.ts'
import { createZoomClient } from '../../src/main/zoom/client.ts'
import { wireScheduling } from './scheduling.ts'

/** What the child is to do. */
export interface ChildOrders {
  readonly file: string
  /** Hex. */
  readonly key: string
  readonly owner: string
  readonly account: { readonly accountId: string; readonly clientId: string; readonly clientSecret: string }
  readonly apiUrl: string
  readonly oauthUrl: string
  /** How far its clocks are ahead: enough to see that the process before it is dead. */
  readonly aheadMs: number
}

/** Nothing that these tests do puts an entry off for longer. */
const longestSleepMs = 600_000

/** The school's clock of a child that has no time: whoever sleeps on it makes it jump there. */
function leapingClock(aheadMs: number): Clock {
  let offset = aheadMs
  const now = () => Date.now() + offset
  return {
    now,
    async sleepUntil(instant, signal) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      signal?.throwIfAborted()
      if (instant - now() > longestSleepMs) {
        process.stderr.write(`Put off to ${new Date(instant).toISOString()}.\n`)
        process.exit(3)
      }
      offset += Math.max(0, instant - now())
    },
    onJump: () => () => undefined,
  }
}

function aheadOf(clock: Clock, aheadMs: number): Clock {
  return {
    now: () => clock.now() + aheadMs,
    sleepUntil: (instant, signal) => clock.sleepUntil(instant - aheadMs, signal),
    onJump: (listener) => clock.onJump(listener),
  }
}

async function main(orders: ChildOrders): Promise<void> {
  const say = (event: string, about: unknown) => process.stderr.write(`${event} ${JSON.stringify(about)}\n`)
  const log: Log = {
    info: say,
    warn: say,
    error: (event, error) => {
      say(event, error instanceof Error ? error.stack : error)
      return ''
    },
  }
  const database = openDatabase({
    file: orders.file,
    key: Buffer.from(orders.key, 'hex'),
    owner: orders.owner,
    log,
  })
  const real = createClock()
  const client = createZoomClient({
    account: orders.account,
    clock: real,
    random: Math.random,
    log,
    plan: 'business',
    zoom: { apiUrl: orders.apiUrl, oauthUrl: orders.oauthUrl },
  })
  const scheduling = wireScheduling({
    database,
    client,
    clock: leapingClock(orders.aheadMs),
    realClock: aheadOf(real, orders.aheadMs),
    newId: createIds(() => Date.now()),
    owner: orders.owner,
    log,
  })
  const stop = new AbortController()
  const look = async () => {
    const { dueAt, takeOverAt } = await scheduling.outbox.nextDue()
    if (dueAt === null && takeOverAt === null) stop.abort()
  }
  database.onChange(() => void look())
  await look()
  await scheduling.run(stop.signal)
  await client.close()
  await database.close()
}

await main(JSON.parse(process.argv[2] ?? '') as ChildOrders)
