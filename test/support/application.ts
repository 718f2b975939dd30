import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { createApplication } from '../../src/main/application.ts'
import type { Part } from '../../src/main/app/school.ts'
import type { Clock, Ports, PracticeConnection } from '../../src/main/ports.ts'
import { createMemorySecrets } from '../../src/main/secrets/memory.ts'
import { createClock } from '../../src/main/hosts/shared/clock.ts'
import type { InputOf, OperationName, OutputOf } from '../../src/shared/contract/index.ts'
import type { ApplicationHandle, Caller } from '../../src/shared/handle.ts'
import type { Result } from '../../src/shared/problem.ts'
import { fontsFolder, memoryLog, migrationsFolder, testFolder } from './database.ts'
import { memoryFiles } from './files.ts'

/** An application of one test's own, with typed calls. */
export interface TestApplication {
  readonly handle: ApplicationHandle
  readonly ports: Ports & { readonly files: ReturnType<typeof memoryFiles>; readonly log: ReturnType<typeof memoryLog> }
  /** The value of an operation; a problem is thrown. */
  call<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>>
  /** The whole result. */
  attempt(name: string, input: unknown, caller?: Partial<Caller>): Promise<Result<unknown>>
}

interface Options {
  readonly folder?: string
  readonly part?: Part
  readonly clock?: Clock
  readonly secrets?: Ports['secrets']
  readonly practice?: () => Promise<PracticeConnection>
  /** Anything else of the world that shall be otherwise. */
  readonly ports?: Partial<
    Pick<Ports, 'zoom' | 'dispatcher' | 'provisioning' | 'migrationsFolder' | 'random' | 'notifier' | 'openLink'>
  >
}

const caller: Caller = { role: 'administrator', door: 'test' }

/** Starts the real application in this process, on a folder of the test's own; closed when the test is over. */
export async function testApplication(options: Options = {}): Promise<TestApplication> {
  const memory = createMemorySecrets()
  const ports = {
    dataFolder: options.folder ?? testFolder(),
    migrationsFolder,
    fontsFolder,
    clock: options.clock ?? createClock(),
    newId: randomUUID,
    random: Math.random,
    secrets: options.secrets ?? (() => memory),
    defaultSecrets: 'memory' as const,
    files: memoryFiles(),
    provisioning: () => Promise.resolve(null),
    log: memoryLog(),
    notifier: { notify: () => undefined },
    openLink: () => Promise.reject(new Error('This test opens no link.')),
    practice: { connect: options.practice ?? (() => Promise.reject(new Error('This test has no practice school.'))) },
    dispatcher: undefined,
    zoom: {},
    ...options.ports,
  }
  const handle = await createApplication(ports, options.part ?? 'main')
  onTestFinished(() => handle.close())
  return {
    handle,
    ports,
    async call(name, input) {
      const result = await handle.call(name, input, caller)
      if (!result.ok) {
        const { problem } = result
        // The door hides what happened inside; whoever mends a test needs to see it.
        const why =
          problem.kind === 'unexpected' ? (ports.log.lines.findLast((line) => line.includes('"error"')) ?? '') : ''
        throw Object.assign(new Error(`${name}: ${problem.kind}: ${problem.message} ${why}`), { problem })
      }
      return result.value as never
    },
    attempt: (name, input, as = {}) => handle.call(name, input, { ...caller, ...as }),
  }
}
