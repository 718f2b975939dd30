// Runs before a utility process's own code: gives a forked Node process the `process.parentPort` that Electron gives.
import { EventEmitter } from 'node:events'

const port = new EventEmitter()
const waiting: unknown[] = []

process.on('message', (data) => {
  if (port.listenerCount('message') > 0) port.emit('message', { data, ports: [] })
  else waiting.push(data)
})
port.on('newListener', (event) => {
  if (event !== 'message') return
  setImmediate(() => {
    for (const data of waiting.splice(0)) port.emit('message', { data, ports: [] })
  })
})
// Electron ends its utility processes with the app.
process.on('disconnect', () => process.exit())

Object.defineProperty(process, 'parentPort', {
  value: Object.assign(port, {
    postMessage: (message: unknown) => process.send?.(message),
    start: () => undefined,
  }),
})
