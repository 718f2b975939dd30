/** A worker that answers the channel as the application's does, and dies or hangs when told so. */
import { parentPort, threadId } from 'node:worker_threads'
import { createChannel } from '../../../../src/main/hosts/shared/channel.ts'
import { ProblemError } from '../../../../src/shared/problem.ts'

const port = parentPort
if (!port) throw new Error('This is a worker.')
const channel = createChannel(
  {
    post: (m) => port.postMessage(m),
    onMessage: (l) => void port.on('message', l),
    onClose: (l) => void port.on('close', () => l()),
  },
  {
    start: (settings: { zoom: { apiUrl?: string } }, worker: string) => {
      if (settings.zoom.apiUrl === 'refuse') throw new ProblemError('readOnly', 'The folder is read-only.')
      channel.tell('event', { type: 'changed', nouns: [worker] })
    },
    call: async (name: string, input: { do?: string; handle?: string }) => {
      if (input.do === 'crash') setImmediate(() => (undefined as unknown as () => void)())
      if (input.do === 'exit') process.exit(3)
      if (input.do === 'crash' || input.do === 'hang') await new Promise(() => undefined)
      if (input.do === 'read') return { ok: true, value: await channel.call('files.read', input.handle) }
      if (input.do === 'secret') {
        await channel.call('secrets.set', 'memory', 'a', 'b')
        return { ok: true, value: await channel.call('secrets.get', 'memory', 'a') }
      }
      return { ok: true, value: { name, threadId } }
    },
    close: () => channel.tell('event', { type: 'changed', nouns: ['closed'] }),
  },
)
