import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { z } from 'zod'

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** Bytes as they stand in our JSON files. */
export const base64Bytes = z.base64url()

/** Encrypts with a 32-byte key (AES-256-GCM, fresh nonce); `context` must be the same when it is opened. Base64url. */
export function seal(key: Uint8Array, plain: Uint8Array, context: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key, nonce)
  cipher.setAAD(Buffer.from(context))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** Opens what {@link seal} made; null when the key or the context is another one, or a bit has changed. */
export function unseal(key: Uint8Array, sealed: string, context: string): Buffer | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < nonceBytes + tagBytes) return null
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch {
    return null
  }
}

/** How a key is stretched out of something a person types; the bounds keep a forged file from eating the memory. */
export const Stretch = z.object({
  kdf: z.literal('scrypt'),
  n: z
    .int()
    .min(2 ** 14)
    .max(2 ** 20),
  r: z.literal(8),
  p: z.int().min(1).max(4),
  salt: base64Bytes,
})

/** The parameters of one stretching, kept beside what it protects. */
export type Stretch = z.infer<typeof Stretch>

/** Fresh parameters: `n` is scrypt's cost, a power of two; 2^17 takes 128 MB and about a third of a second. */
export function newStretch(n: number): Stretch {
  return { kdf: 'scrypt', n, r: 8, p: 1, salt: randomBytes(16).toString('base64url') }
}

/** Stretches `typed` (compared after Unicode NFKC) into `length` bytes, off the main thread. */
export function stretch(typed: string, { n, r, p, salt }: Stretch, length: number): Promise<Buffer> {
  const options = { N: n, r, p, maxmem: 128 * n * r * p + 2 ** 25 }
  return new Promise((resolve, reject) => {
    scrypt(typed.normalize('NFKC'), Buffer.from(salt, 'base64url'), length, options, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}
