import { isDevice } from './device-names.ts'
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
const particlePairs: Readonly<Record<string, string>> = { la: 'dela', los: 'delos', las: 'delas' }

const spellings: Readonly<Record<string, string>> = {
  ma: 'maria',
  sta: 'santa',
  sto: 'santo',
  junior: 'jr',
  senior: 'sr',
  '2nd': 'ii',
  '3rd': 'iii',
  '4th': 'iv',
}

/** Case, accents, punctuation and width taken away; letters and digits of any script stay, single spaces between. */
export function foldText(text: string): string {
  const lower = text.toLowerCase()
  // Most names are plain ASCII, and Unicode's tables cost several times as much.
  if (/^[\x20-\x7e]*$/.test(lower))
    return lower
      .replace(/['`]/g, '')
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()
  return (
    lower
      .normalize('NFKD')
      // Only accents of Latin, Greek and Cyrillic: the marks of Thai, Hindi or Japanese letters make another letter.
      .replace(/[\u0300-\u036f\p{Cf}'’‘ʼ`´]/gu, '')
      .replace(/[øßæœłđðþı]/g, (letter) => plainLetters[letter]!)
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
      .trim()
  )
}

/** What two names share when they are the same but for case, accents, punctuation and order of parts; '' for no name. */
export function nameKey(text: string): string {
  return keyOfTokens(foldText(text).split(' '))
}

/** The folded parts of a name with Filipino spellings made one ("de la Cruz" is "delacruz", "Ma." is "maria"). */
export function nameTokens(text: string): string[] {
  return joinParticles(foldText(text).split(' '))
}

/** Every key under which this person's own name is exact: with and without middle name, initial, suffix, preferred name. */
export function nameKeysOf(name: NameParts): string[] {
  const middle = name.middle ?? ''
  const middleTokens = foldText(middle).split(' ')
  const initials = middleTokens.map((token) => token.charAt(0))
  const stems = [`${name.given} ${name.family}`]
  if (middle !== '') {
    stems.push(
      `${name.given} ${middle} ${name.family}`,
      `${name.given} ${initials[0]} ${name.family}`,
      `${name.given} ${initials.join('')} ${name.family}`,
    )
  }
  if (name.preferred) stems.push(`${name.preferred} ${name.family}`)
  const keys = new Set<string>()
  for (const stem of stems) {
    keys.add(nameKey(stem))
    if (name.suffix) keys.add(nameKey(`${stem} ${name.suffix}`))
  }
  keys.delete('')
  return [...keys]
}

/** Takes a display name apart. */
export function parseDisplayName(text: string): DisplayName {
  const brackets = /^([^(（]*)[(（]([^)）]*)[)）]?(.*)$/s.exec(text)
  const parts = brackets === null ? [text] : [`${brackets[1]} ${brackets[3]}`, brackets[2]!]
  const names: string[] = []
  let isDeviceThere = false
  let isPhoneThere = false
  for (const part of parts) {
    const trimmed = part.trim()
    if (trimmed === '') continue
    if (isPhoneText(trimmed)) isPhoneThere = true
    else if (isDeviceName(trimmed)) isDeviceThere = true
    else names.push(trimmed)
  }
  return {
    names,
    isDevice: names.length === 0 && isDeviceThere,
    isPhone: names.length === 0 && !isDeviceThere && isPhoneThere,
  }
}

/** Whether the text is the name of a device ("iPhone", "Galaxy A12", "iPad ni Ana"), which never stands for a person. */
export function isDeviceName(text: string): boolean {
  return isDevice(foldText(text).split(' '))
}

/** "Reyes, Ana M." as the school's lists print it. */
export function formalName(name: NameParts): string {
  const initial = name.middle ? ` ${[...name.middle.trim()][0]}.` : ''
  const suffix = name.suffix ? ` ${name.suffix}` : ''
  const rest = `${name.given}${suffix}${initial}`.trim()
  return name.family && rest ? `${name.family}, ${rest}` : name.family || rest
}

function keyOfTokens(tokens: readonly string[]): string {
  const joined = joinParticles(tokens)
  return joined.length === 1 ? joined[0]! : joined.sort().join(' ')
}

function joinParticles(tokens: readonly string[]): string[] {
  const joined: string[] = []
  let pending = ''
  for (let i = 0; i < tokens.length; i += 1) {
    let token = tokens[i]!
    if (token === '') continue
    token = spellings[token] ?? token
    if (token === 'de' && particlePairs[tokens[i + 1] ?? ''] !== undefined) {
      token = particlePairs[tokens[i + 1]!]!
      i += 1
    }
    if (particles.has(token) && i < tokens.length - 1) {
      pending += token
    } else {
      joined.push(pending + token)
      pending = ''
    }
  }
  if (pending !== '') joined.push(pending)
  return joined
}
