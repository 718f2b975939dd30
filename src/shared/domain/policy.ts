import type { LocalDate } from './time.ts'

interface Margins {
  /** Late when arriving more than this after the class opened. */
  readonly lateAfterMinutes: number
  /** Left early when gone for good more than this before the end. */
  readonly leftEarlyBeforeMinutes: number
}

/** The rule by which time becomes a mark. */
export type Policy =
  | ({
      readonly kind: 'minutes'
      /** Present at this many minutes, or at half of the time held, whichever is less. */
      readonly presentMinutes: number
    } & Margins)
  | ({
      readonly kind: 'percent'
      /** Present at this share of the time held, 1 to 100. */
      readonly presentPercent: number
    } & Margins)

/** A policy with where and from when it applies. */
export interface PolicyRule {
  readonly policyId: string
  readonly policy: Policy
  /** First day, included. */
  readonly fromOn: LocalDate
  readonly scope:
    | { readonly kind: 'school' }
    | { readonly kind: 'grade'; readonly grade: string }
    | { readonly kind: 'teachingGroup'; readonly teachingGroupId: string }
}

/** The preset "15 minutes", a school's first policy. */
export const fifteenMinutes: Policy = {
  kind: 'minutes',
  presentMinutes: 15,
  lateAfterMinutes: 10,
  leftEarlyBeforeMinutes: 10,
}
/** The preset "percent": present from three quarters of the time held. */
export const threeQuarters: Policy = {
  kind: 'percent',
  presentPercent: 75,
  lateAfterMinutes: 10,
  leftEarlyBeforeMinutes: 10,
}

/** The rule that applies: teaching group before grade before school, then the latest start; null when none has begun. */
export declare function chooseRule(
  rules: readonly PolicyRule[],
  where: { readonly on: LocalDate; readonly grade: string | null; readonly teachingGroupId: string },
): PolicyRule | null
