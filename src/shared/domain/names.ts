import { deviceTokens, isDevice } from './device-names.ts'
import { isPhoneText } from './phone.ts'

/** A person's name as the school keeps it. */
export interface NameParts {
  readonly family: string
  readonly given: string
  readonly middle?: string | null | undefined
  /** Jr., Sr., II, III ... */
  readonly suffix?: string | null | undefined
  readonly preferred?: string | null | undefined
}

/** The names that one display name may carry: "New (Old)" and "Device (Name)" are looked into. */
export interface DisplayName {
  /** The parts that may be a person's name, the one outside brackets first; devices and phone numbers are left out. */
  readonly names: readonly string[]
  /** True when a device's name is there and nothing else. */
  readonly isDevice: boolean
  /** True when a phone number is there and nothing else. */
  readonly isPhone: boolean
}

// Letters that Unicode does not take apart into a plain one and an accent.
const plainLetters: Readonly<Record<string, string>> = {
  ø: 'o',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

// Written apart or together as the typist likes: "dela Cruz", "de la Cruz", "Delacruz".
const particles = new Set(['de', 'del', 'dela', 'delos', 'delas', 'san', 'santa', 'santo', 'van', 'von', 'der', 'den'])
const particlePairs = new Map([
  ['la', 'dela'],
  ['los', 'delos'],
  ['las', 'delas'],
])

const spellings = new Map([
  ['ma', 'maria'],
  ['sta', 'santa'],
  ['sto', 'santo'],
  ['junior', 'jr'],
  ['senior', 'sr'],
  ['2nd', 'ii'],
  ['3rd', 'iii'],
  ['4th', 'iv'],
])

const specialTokens: ReadonlySet<string> = new Set([...particles, ...spellings.keys(), ...deviceTokens])

/** Case, accents, punctuation and width taken away; letters and digits of any script stay, single spaces between. */
export function foldText(text: string): string {
  return foldTokens(text).join(' ')
}

/** The parts of {@link foldText}. */
export function foldTokens(text: string): string[] {
  const ascii = /[\u0080-\u017f]/.test(text) ? text.replace(/[\u0080-\u017f]/g, latinOf) : text
  return asciiTokens(ascii) ?? unicodeTokens(text)
}

/** What two names share when they are the same but for case, accents, punctuation and order of parts; '' for no name. */
export function nameKey(text: string): string {
  return keyOf(nameTokens(text))
}

/** The folded parts of a name with Filipino spellings made one ("de la Cruz" is "delacruz", "Ma." is "maria"). */
export function nameTokens(text: string): string[] {
  return joinParticles(foldTokens(text))
}

/** A person's name, part by part as {@link nameTokens}. */
export interface PersonTokens {
  readonly given: readonly string[]
  readonly family: readonly string[]
  readonly middle: readonly string[]
  readonly suffix: readonly string[]
  readonly preferred: readonly string[]
}

/** The folded parts of each part of a person's name. */
export function personTokens(name: NameParts): PersonTokens {
  const tokensOf = (part: string | null | undefined): readonly string[] => (part ? nameTokens(part) : [])
  return {
    given: tokensOf(name.given),
    family: tokensOf(name.family),
    middle: tokensOf(name.middle),
    suffix: tokensOf(name.suffix),
    preferred: tokensOf(name.preferred),
  }
}

/** Every key under which this person's own name is exact: with and without middle name, initial, suffix, preferred name. */
export function nameKeysOf(name: NameParts, tokens: PersonTokens = personTokens(name)): string[] {
  const { given, family, middle, suffix, preferred } = tokens
  const stems: (readonly string[])[] = [[...given, ...family]]
  if (middle.length > 0) {
    const initials = foldTokens(name.middle ?? '').map((token) => token.charAt(0))
    stems.push([...given, ...middle, ...family], [...given, initials[0]!, ...family])
    if (initials.length > 1) stems.push([...given, initials.join(''), ...family])
  }
  if (preferred.length > 0) stems.push([...preferred, ...family])
  // "Thi Van" before "Tran": a particle at the end of one part clings to the next when the whole name is read.
  if (particles.has(given.at(-1) ?? '')) stems.push(nameTokens(`${name.given} ${name.family}`))
  const keys = new Set<string>()
  for (const stem of stems) {
    keys.add(keyOf(stem))
    if (suffix.length > 0) keys.add(keyOf([...stem, ...suffix]))
  }
  keys.delete('')
  return [...keys]
}

/** Takes a display name apart. */
export function parseDisplayName(text: string): DisplayName {
  const names: string[] = []
  let isDeviceThere = false
  let isPhoneThere = false
  for (const part of displayParts(text)) {
    const kind = kindOf(part, foldTokens(part))
    if (kind === 'name') names.push(part.trim())
    if (kind === 'device') isDeviceThere = true
    if (kind === 'phone') isPhoneThere = true
  }
  return {
    names,
    isDevice: names.length === 0 && isDeviceThere,
    isPhone: names.length === 0 && !isDeviceThere && isPhoneThere,
  }
}

/** The keys of all names that a display name carries, the one outside brackets first; devices and phones are left out. */
export function displayNameKeys(text: string): string[] {
  const keys: string[] = []
  for (const part of displayParts(text)) {
    const tokens = foldTokens(part)
    if (isOrdinary(part, tokens)) keys.push(keyOf(tokens))
    else if (kindOf(part, tokens) === 'name' && tokens.length > 0) keys.push(keyOf(joinParticles(tokens)))
  }
  return keys
}

/** Whether the text is the name of a device ("iPhone", "Galaxy A12", "iPad ni Ana"), which never stands for a person. */
export function isDeviceName(text: string): boolean {
  return isDevice(foldTokens(text))
}

/** "Reyes, Ana M." as the school's lists print it. */
export function formalName(name: NameParts): string {
  const initial = name.middle ? ` ${[...name.middle.trim()][0]}.` : ''
  const suffix = name.suffix ? ` ${name.suffix}` : ''
  const rest = `${name.given}${suffix}${initial}`.trim()
  return name.family && rest ? `${name.family}, ${rest}` : name.family || rest
}

function displayParts(text: string): string[] {
  if (!text.includes('(') && !text.includes('（')) return [text]
  const [, before = '', inside = '', after = ''] = /^([^(（]*)[(（]([^)）]*)[)）]?(.*)$/s.exec(text) ?? []
  return [`${before.trim()} ${after.trim()}`, inside]
}

function kindOf(part: string, tokens: readonly string[]): 'name' | 'device' | 'phone' | 'nothing' {
  const [first] = tokens
  if (first === undefined) return part.trim() === '' ? 'nothing' : 'name'
  const code = first.charCodeAt(0)
  if (code >= 48 && code <= 57 && isPhoneText(part.trim())) return 'phone'
  return isDevice(tokens) ? 'device' : 'name'
}

// Neither particle nor spelling nor anything of a device: nearly every name of a report, told by one look-up per part.
function isOrdinary(text: string, tokens: readonly string[]): boolean {
  return tokens.length > 0 && !/\d/.test(text) && !tokens.some((token) => specialTokens.has(token))
}

// Most names are plain ASCII, and Unicode's tables cost many times as much. Null for any other text.
function asciiTokens(text: string): string[] | null {
  // Apostrophes join (O'Brien), everything else parts.
  const lower = (text.includes("'") || text.includes('`') ? text.replace(/['`]/g, '') : text).toLowerCase()
  const tokens: string[] = []
  let from = -1
  for (let i = 0; i < lower.length; i += 1) {
    const code = lower.charCodeAt(i)
    if (code > 126) return null
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) {
      if (from < 0) from = i
    } else if (from >= 0) {
      tokens.push(lower.slice(from, i))
      from = -1
    }
  }
  if (from >= 0) tokens.push(from === 0 ? lower : lower.slice(from))
  return tokens
}

// What becomes of each letter of the Latin supplements (ñ, é, Ł); kept, for Unicode's own tables are slow to ask.
const latin = new Map<string, string>()

function latinOf(letter: string): string {
  let plain = latin.get(letter)
  if (plain === undefined) {
    // Between two letters it shows whether it joins, parts or stands.
    plain = unicodeTokens(`a${letter}b`).join(' ').slice(1, -1)
    latin.set(letter, plain)
  }
  return plain
}

function unicodeTokens(text: string): string[] {
  const folded = text
    .toLowerCase()
    .normalize('NFKD')
    // Only accents of Latin, Greek and Cyrillic: the marks of Thai, Hindi or Japanese letters make another letter.
    .replace(/[\u0300-\u036f\p{Cf}'’‘ʼ`´]/gu, '')
    .replace(/[øßæœłđðþı]/g, (letter) => plainLetters[letter]!)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
  return folded === '' ? [] : folded.split(' ')
}

function keyOf(tokens: readonly string[]): string {
  if (tokens.length === 1) return tokens[0]!
  // Insertion sort: names have few parts, and the engine's sort costs more than all of this.
  const sorted = tokens.slice()
  for (let i = 1; i < sorted.length; i += 1) {
    const token = sorted[i]!
    let at = i
    for (; at > 0 && sorted[at - 1]! > token; at -= 1) sorted[at] = sorted[at - 1]!
    sorted[at] = token
  }
  return sorted.join(' ')
}

function joinParticles(tokens: readonly string[]): string[] {
  const joined: string[] = []
  let pending = ''
  for (let i = 0; i < tokens.length; i += 1) {
    let token = spellings.get(tokens[i]!) ?? tokens[i]!
    if (token === 'de') {
      const pair = particlePairs.get(tokens[i + 1] ?? '')
      if (pair !== undefined) {
        token = pair
        i += 1
      }
    }
    if (i < tokens.length - 1 && particles.has(token)) {
      pending += token
    } else {
      joined.push(pending === '' ? token : pending + token)
      pending = ''
    }
  }
  if (pending !== '') joined.push(pending)
  return joined
}
