import { createHash, randomBytes } from 'node:crypto'
import { ProblemError } from '../../shared/problem.ts'

/** Crockford's base32: no I, L, O or U, which people take for 1, 0 and V. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const secretBytes = 15
const secretLetters = 24
const checkLetters = 4

/** A fresh recovery code: 120 random bits and a 20-bit check, in seven groups of four (`7KQ2-...`). */
export function newRecoveryCode(): string {
  const letters = encode(randomBytes(secretBytes))
  return (letters + checksum(letters)).replace(/(.{4})(?=.)/g, '$1-')
}

/**
 * The 24 letters that carry the secret, out of a code as a person typed it: any case, any spaces or dashes, O for 0 and
 * I or L for 1. Raises `invalidInput` when it is no recovery code or a letter is mistyped.
 */
export function parseRecoveryCode(typed: string): string {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  const secret = letters.slice(0, secretLetters)
  const isWhole = letters.length === secretLetters + checkLetters && [...letters].every((x) => alphabet.includes(x))
  if (!isWhole || letters.slice(secretLetters) !== checksum(secret)) {
    throw new ProblemError('invalidInput', 'This recovery code is mistyped.', {
      field: 'recoveryCode',
      fix: 'Compare it with the printed one: seven groups of four letters and digits.',
    })
  }
  return secret
}

function checksum(letters: string): string {
  return encode(createHash('sha256').update(letters).digest().subarray(0, 5)).slice(0, checkLetters)
}

/** Five bytes become eight letters. */
function encode(bytes: Uint8Array): string {
  let letters = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      letters += alphabet.charAt((held >>> bits) & 31)
    }
    held &= (1 << bits) - 1
  }
  return letters
}
