/** Numbers that look random and depend only on the words the stream was made from. */
export interface Random {
  /** The next number in [0, 1). */
  next(): number
  /** True with the given probability. */
  chance(probability: number): boolean
  /** A whole number from `low` to `high`, both inclusive. */
  whole(low: number, high: number): number
  /** One of the given things; the list must not be empty. */
  pick<T>(list: readonly T[]): T
  /** A number of the lognormal distribution with this median and shape. */
  lognormal(median: number, sigma: number): number
}

/** 128 bits of hash over the text (cyrb128), as four words. */
export function hashWords(text: string): [number, number, number, number] {
  let a = 1779033703
  let b = 3144134277
  let c = 1013904242
  let d = 2773480762
  for (let i = 0; i < text.length; i += 1) {
    const k = text.charCodeAt(i)
    a = b ^ Math.imul(a ^ k, 597399067)
    b = c ^ Math.imul(b ^ k, 2869860233)
    c = d ^ Math.imul(c ^ k, 951274213)
    d = a ^ Math.imul(d ^ k, 2716044179)
  }
  a = Math.imul(c ^ (a >>> 18), 597399067)
  b = Math.imul(d ^ (b >>> 22), 2869860233)
  c = Math.imul(a ^ (c >>> 17), 951274213)
  d = Math.imul(b ^ (d >>> 19), 2716044179)
  a ^= b ^ c ^ d
  return [a >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0]
}

/**
 * A stream (sfc32) named by words. Each person, class and id has a stream of its own, so that one more
 * draw in one place never changes another.
 */
export function createRandom(...words: readonly (string | number)[]): Random {
  let [a, b, c, d] = hashWords(words.join('\u0000'))
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 8; i += 1) next()
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    whole,
    chance: (probability) => next() < probability,
    pick: (list) => {
      const found = list[whole(0, list.length - 1)]
      if (found === undefined) throw new RangeError('Nothing to pick from.')
      return found
    },
    lognormal: (median, sigma) => {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
      return median * Math.exp(sigma * normal)
    },
  }
}

const base64Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const urlLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** A url-safe id of the given length, as Zoom's user and registrant ids look. */
export function createUrlId(random: Random, length = 22): string {
  return Array.from({ length }, () => urlLetters[random.whole(0, 63)]).join('')
}

/**
 * A run's uuid as Zoom prints it: 16 bytes in base64. One in six begins with "/" and one in six holds "//",
 * far more often than by chance, because those are the ones that must be encoded twice in a path.
 */
export function createUuid(random: Random): string {
  const letters = Array.from({ length: 21 }, () => base64Letters[random.whole(0, 63)])
  const trap = random.whole(0, 5)
  if (trap === 0) letters[0] = '/'
  if (trap === 1) {
    const at = random.whole(2, 18)
    letters[at] = '/'
    letters[at + 1] = '/'
  }
  return `${letters.join('')}${random.pick(['A', 'Q', 'g', 'w'])}==`
}
