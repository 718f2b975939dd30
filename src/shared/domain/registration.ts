import type { NameParts } from './names.ts'
import { foldEmail, type Whose } from './roster.ts'

/** Why a person cannot be registered for a meeting. */
export const registrationRefusals = [
  'noAddress',
  'sharedAddress',
  'invalidAddress',
  'domainNotAllowed',
  'isHost',
] as const
/** One reason. */
export type RegistrationRefusal = (typeof registrationRefusals)[number]

/** Why Zoom has not registered a person whom our rules let through; `other` stands for codes without a word of ours. */
export const zoomRefusals = [
  'registrationOff',
  'domainBlocked',
  'isOver',
  'isFull',
  'denied',
  'planTooSmall',
  'stopped',
  'givenUp',
  'other',
] as const

/** A person to be registered. */
export interface RegistrationCandidate {
  readonly personId: string
  readonly name: NameParts
  readonly emails: readonly { readonly address: string; readonly whose: Whose }[]
  readonly studentNumber: string | null
  /** Instead of the school's rule, see {@link domainsOfSections}. */
  readonly allowedDomains?: readonly string[]
  /** The address (folded) that they have a link with already. */
  readonly held?: string | null
}

/** A school's rules for the addresses that students are registered with. */
export interface AddressRules {
  /** Domains such as `deped.gov.ph`, or `*.deped.gov.ph` for all below it; empty allows all. */
  readonly allowedDomains: readonly string[]
  /** A school-owned address by rule, with `{studentNumber}` or `{personId}` in it; null for none. */
  readonly schoolAddressPattern: string | null
  /** Folded addresses that more than one person of the school has. */
  readonly sharedAddresses: ReadonlySet<string>
  /** Host and alternative hosts, whom Zoom refuses to register (error 3027). */
  readonly hostAddresses: readonly string[]
}

/** How one person is to be registered. Zoom takes 64 characters per name and 128 per address (zoom-facts section 3). */
export interface RegistrationEntry {
  readonly personId: string
  readonly email: string
  readonly basis: 'own' | 'schoolAddress'
  readonly firstName: string
  readonly lastName: string
}

/** Who can be registered and who cannot, each in the order of the candidates; no address stands in it twice. */
export interface RegistrationPlan {
  readonly entries: readonly RegistrationEntry[]
  readonly refused: readonly { readonly personId: string; readonly reason: RegistrationRefusal }[]
}

/**
 * Decides the address of each candidate: the first own one that is valid, allowed and nobody else's, else the
 * school-owned one by rule. Zoom returns the same registrant for the same address, so two children never share one.
 */
export function planRegistration(candidates: readonly RegistrationCandidate[], rules: AddressRules): RegistrationPlan {
  const users = countUsers(candidates, rules)
  const hosts = new Set(rules.hostAddresses.map(foldEmail))
  const entries: RegistrationEntry[] = []
  const refused: { personId: string; reason: RegistrationRefusal }[] = []
  for (const candidate of candidates) {
    const { personId, name } = candidate
    const choice = chooseAddress(candidate, rules, users, hosts)
    if (choice.email === null) {
      refused.push({ personId, reason: choice.reason })
    } else {
      const lastName = name.suffix ? `${name.family} ${name.suffix}` : name.family
      entries.push({
        personId,
        email: choice.email,
        basis: choice.basis,
        // Zoom requires a first name; a person with one name only has it as family name here.
        firstName: cut(name.given || name.family, 64),
        lastName: name.given ? cut(lastName, 64) : '',
      })
    }
  }
  return { entries, refused }
}

/** The person's id as 32 hex digits, because Zoom's customer_key holds at most 35 characters. Raises RangeError. */
export function customerKeyOf(personId: string): string {
  const key = personId.replaceAll('-', '').toLowerCase()
  if (!/^[0-9a-f]{32}$/.test(key)) throw new RangeError('A customer key is made of a UUID.')
  return key
}

/** The person's id that a customer key of ours stands for; null for any other text. */
export function personIdOfCustomerKey(customerKey: string): string | null {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(customerKey.toLowerCase())
  return parts === null ? null : parts.slice(1).join('-')
}

/** Whether the address's domain is one of the rule's; `*.x` means any domain below x, not x itself. */
export function isDomainAllowed(address: string, allowedDomains: readonly string[]): boolean {
  if (allowedDomains.length === 0) return true
  const domain = foldEmail(address).split('@').at(-1)!
  return allowedDomains.some((rule) => {
    const wanted = rule.trim().toLowerCase()
    return wanted.startsWith('*.') ? domain.endsWith(wanted.slice(1)) : domain === wanted.replace(/^@/, '')
  })
}

/**
 * The domains of somebody who is in these sections; each has its own or, with null, the school's. What one of them allows
 * is allowed; empty allows all.
 */
export function domainsOfSections(
  school: readonly string[],
  sections: readonly (readonly string[] | null)[],
): readonly string[] {
  const rules = sections.length === 0 ? [school] : sections.map((own) => own ?? school)
  return rules.some((rule) => rule.length === 0) ? [] : [...new Set(rules.flat())]
}

/** Domains as they are kept: folded, each once, wildcards `*.` allowed; null when one of them is none. */
export function foldDomains(typed: readonly string[]): string[] | null {
  const folded = typed.map((domain) => domain.trim().toLowerCase()).filter((domain) => domain !== '')
  return folded.every((domain) => isDomain(domain.replace(/^\*\./, ''))) ? [...new Set(folded)] : null
}

/** Whether the text can be a domain, such as `school.edu.ph`: folded to small letters, without `@` or a wildcard. */
export function isDomain(text: string): boolean {
  return text.length <= 100 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/.test(text)
}

type Choice =
  | { readonly email: string; readonly basis: RegistrationEntry['basis'] }
  | { readonly email: null; readonly reason: RegistrationRefusal }

function chooseAddress(
  candidate: RegistrationCandidate,
  rules: AddressRules,
  users: ReadonlyMap<string, number>,
  hosts: ReadonlySet<string>,
): Choice {
  const kept = heldChoice(candidate, rules, hosts)
  if (kept !== null) return kept
  let reason: RegistrationRefusal | null = null
  for (const { address, whose } of candidate.emails) {
    const email = foldEmail(address)
    // A host is refused as a person: no second address makes Zoom register the host (error 3027).
    if (whose === 'own' && hosts.has(email)) return { email: null, reason: 'isHost' }
    const objection = objectionTo(email, whose, rules, users, candidate.allowedDomains ?? rules.allowedDomains)
    if (objection === null) return { email, basis: 'own' }
    reason ??= objection
  }
  const school = schoolAddress(candidate, rules)
  if (school !== null) {
    if ((users.get(school) ?? 0) <= 1 && !hosts.has(school)) return { email: school, basis: 'schoolAddress' }
    reason ??= 'sharedAddress'
  }
  return { email: null, reason: reason ?? 'noAddress' }
}

/**
 * The address that a link is held with, while it is theirs: a link that works is not taken from a child because somebody else
 * was given the same address later, or because a rule of domains changed. Nobody else gets that address.
 */
function heldChoice(candidate: RegistrationCandidate, rules: AddressRules, hosts: ReadonlySet<string>): Choice | null {
  const { held, emails } = candidate
  if (held === undefined || held === null || hosts.has(held)) return null
  if (held === schoolAddress(candidate, rules)) return { email: held, basis: 'schoolAddress' }
  return emails.some(({ address }) => foldEmail(address) === held) ? { email: held, basis: 'own' } : null
}

function objectionTo(
  email: string,
  whose: Whose,
  rules: AddressRules,
  users: ReadonlyMap<string, number>,
  allowedDomains: readonly string[],
): RegistrationRefusal | null {
  if (!isAddress(email)) return 'invalidAddress'
  if (whose !== 'own' || rules.sharedAddresses.has(email) || (users.get(email) ?? 0) > 1) return 'sharedAddress'
  return isDomainAllowed(email, allowedDomains) ? null : 'domainNotAllowed'
}

// How many of the candidates could be meant by an address, whosever it is said to be.
function countUsers(candidates: readonly RegistrationCandidate[], rules: AddressRules): Map<string, number> {
  const users = new Map<string, number>()
  for (const candidate of candidates) {
    const addresses = new Set(candidate.emails.map(({ address }) => foldEmail(address)))
    const school = schoolAddress(candidate, rules)
    if (school !== null) addresses.add(school)
    if (candidate.held !== undefined && candidate.held !== null) addresses.add(candidate.held)
    for (const address of addresses) users.set(address, (users.get(address) ?? 0) + 1)
  }
  return users
}

function schoolAddress(candidate: RegistrationCandidate, rules: AddressRules): string | null {
  const pattern = rules.schoolAddressPattern
  if (pattern === null) return null
  const number = candidate.studentNumber?.trim() ?? ''
  if (pattern.includes('{studentNumber}') && number === '') return null
  const address = foldEmail(
    pattern.replaceAll('{studentNumber}', number).replaceAll('{personId}', candidate.personId.replaceAll('-', '')),
  )
  return isAddress(address) ? address : null
}

function isAddress(email: string): boolean {
  return email.length <= 128 && /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(email)
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : [...text.slice(0, length)].filter((c) => !/^[\ud800-\udbff]$/.test(c)).join('')
}
