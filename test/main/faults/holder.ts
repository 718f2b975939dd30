// The application in a process of its own, as every host starts it; tests kill it. Takes its options as one JSON argument
// and prints one line when it holds the lease.
import { createNodeHost, type NodeHostOptions } from '../../../src/main/hosts/shared/node-host.ts'
import { startApplication } from '../../../src/main/hosts/shared/start-application.ts'
import type { Result } from '../../../src/shared/problem.ts'

const application = await startApplication(createNodeHost(JSON.parse(process.argv[2] ?? '') as NodeHostOptions))
const status = (await application.call('app.status', {}, { role: 'administrator', door: 'test' })) as Result<{
  readonly holdsLease: boolean
}>
process.stdout.write(`${JSON.stringify(status)}\n`)
