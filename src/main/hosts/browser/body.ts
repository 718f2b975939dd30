import type { IncomingMessage } from 'node:http'

/**
 * The whole body of a request, or null when it is larger than `limit` bytes. The rest is read and dropped then: a browser
 * whose upload is cut off in the middle never shows the answer.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  let chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    if (size <= limit) chunks.push(chunk)
    else chunks = []
  }
  return size <= limit ? Buffer.concat(chunks, size) : null
}
