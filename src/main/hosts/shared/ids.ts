import { randomBytes } from 'node:crypto'

/**
 * A source of UUIDv7 (RFC 9562, method 1: a counter in `rand_a`), ascending within this process even when several
 * are made in one millisecond or the clock goes back. `now` is in epoch milliseconds.
 */
export function createIds(now: () => number): () => string {
  let lastMs = 0
  let counter = 0
  return () => {
    const ms = Math.trunc(now())
    if (ms > lastMs) {
      lastMs = ms
      counter = randomBytes(1).readUInt8()
    } else if (++counter > 0xfff) {
      lastMs += 1
      counter = 0
    }
    const bytes = randomBytes(16)
    bytes.writeUIntBE(lastMs, 0, 6)
    bytes.writeUInt16BE(0x7000 | counter, 6)
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
    const hex = bytes.toString('hex')
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  }
}
