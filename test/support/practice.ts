import { onTestFinished } from 'vitest'
import { connectPractice } from '../../src/main/hosts/shared/practice-connection.ts'
import { PracticeServer } from '../../src/main/hosts/shared/practice.ts'
import { createPracticeServer } from '../../src/practice/server.ts'

/** A pretend Zoom in this process, and how an application connects to it; ended when the test is over. */
export async function testPractice(options: Parameters<typeof createPracticeServer>[0] = {}) {
  const server = await createPracticeServer(options)
  onTestFinished(() => server.close())
  const address = PracticeServer.parse(server.address)
  return { server, address, connect: () => connectPractice(async () => address) }
}
