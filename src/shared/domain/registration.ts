import type { NameParts } from './names.ts'
import type { Whose } from './roster.ts'

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

/** A person to be registered. */
export interface RegistrationCandidate {
  readonly personId: string
  readonly name: NameParts
  readonly emails: readonly { readonly address: string; readonly whose: Whose }[]
  readonly studentNumber: string | null
}

/** A school's rules for the addresses that students are registered with. */
export interface AddressRules {
  /** Domains such as `deped.gov.ph` or `*.deped.gov.ph` (any subdomain); empty allows all. */
  readonly allowedDomains: readonly string[]
  /** A school-owned address by rule, with `{studentNumber}` or `{personId}` in it; null for none. */
  readonly schoolAddressPattern: string | null
  /** Addresses that more than one person of the school has. */
  readonly sharedAddresses: ReadonlySet<string>
  /** Host and alternative hosts, whom Zoom refuses (error 3027). */
  readonly hostAddresses: readonly string[]
}

/** How one person is to be registered. Zoom allows 64 characters per name and 128 per address. */
export interface RegistrationEntry {
  readonly personId: string
  readonly email: string
  readonly basis: 'own' | 'schoolAddress'
  readonly firstName: string
  readonly lastName: string
}

/** Who can be registered and who cannot; no address stands in it twice. */
export interface RegistrationPlan {
  readonly entries: readonly RegistrationEntry[]
  readonly refused: readonly { readonly personId: string; readonly reason: RegistrationRefusal }[]
}

/** Decides the address of each candidate (domain section 1). */
export declare function planRegistration(
  candidates: readonly RegistrationCandidate[],
  rules: AddressRules,
): RegistrationPlan
/** The person's id as 32 hex digits: Zoom's customer_key holds at most 35 characters. */
export declare function customerKeyOf(personId: string): string
