import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { createChannel, type ChannelHandlers, type ChannelPort } from '../../../../src/main/hosts/shared/channel.ts'
import { ProblemError } from '../../../../src/shared/problem.ts'

const toPort = (port: MessagePort): ChannelPort => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => void port.on('message', listener),
  onClose: (listener) => void port.on('close', () => listener()),
})

function pipe(left: ChannelHandlers, right: ChannelHandlers) {
  const { port1, port2 } = new MessageChannel()
  return {
    left: createChannel(toPort(port1), left),
    right: createChannel(toPort(port2), right),
    cut: () => port1.close(),
  }
}

describe('the channel', () => {
  it('carries calls both ways, side by side, bytes included', async () => {
    let release = () => undefined as void
    const gate = new Promise<void>((resolve) => (release = resolve))
    const { left, right, cut } = pipe(
      { size: (bytes: Uint8Array) => bytes.byteLength, 'double.later': async (n: number) => gate.then(() => n * 2) },
      { ping: () => 'pong', none: () => undefined },
    )
    const later = right.call('double.later', 21)
    expect(await left.call('ping')).toBe('pong')
    expect(await left.call('none')).toBeUndefined()
    expect(await right.call('size', new Uint8Array(5_000_000))).toBe(5_000_000)
    release()
    expect(await later).toBe(42)
    cut()
  })

  it('carries problems as problems and other errors with their stack', async () => {
    const { left, cut } = pipe(
      {},
      {
        problem: () => {
          throw new ProblemError('rateLimited', 'Zoom asks to wait.', { retryAt: '2026-11-20T00:00:00Z', field: 'x' })
        },
        bug: async () => (undefined as unknown as { x: number }).x,
        unclonable: () => () => 1,
      },
    )
    const problem = await left.call('problem').catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(ProblemError)
    expect(problem).toMatchObject({
      problem: { kind: 'rateLimited', message: 'Zoom asks to wait.', retryAt: '2026-11-20T00:00:00Z', field: 'x' },
    })
    const bug = (await left.call('bug').catch((error: unknown) => error)) as Error
    expect(bug.name).toBe('TypeError')
    expect(bug.stack).toContain('channel.test.ts')
    await expect(left.call('unclonable')).rejects.toThrow(/could not be cloned/)
    await expect(left.call('no such thing')).rejects.toThrow('Nothing answers to no such thing')
    await expect(left.call('ping', () => 1)).rejects.toThrow(/could not be cloned/)
    cut()
  })

  it('tells without waiting, and fails what is in flight when the pipe is cut', async () => {
    const told: unknown[] = []
    const { left, right, cut } = pipe(
      { note: (n: number) => told.push(n), for_ever: () => new Promise(() => undefined) },
      {},
    )
    right.tell('note', 1)
    right.tell('unheard')
    const hanging = right.call('for_ever')
    right.tell('note', 2)
    await expect.poll(() => told).toEqual([1, 2])
    cut()
    await expect(hanging).rejects.toMatchObject({ problem: { kind: 'unexpected' } })
    await expect(left.call('x')).rejects.toMatchObject({ problem: { kind: 'unexpected' } })
    right.tell('note', 3)
  })
})
