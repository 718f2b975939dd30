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

/** The time that makes a student present, and which part of the policy set it. */
export interface NeededTime {
  readonly seconds: number
  readonly by: 'minutes' | 'halfOfTimeHeld' | 'percent'
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

/** How long a student must have been in class, unrounded seconds. */
export function neededTime(policy: Policy, heldSeconds: number): NeededTime {
  if (policy.kind === 'percent') return { seconds: (heldSeconds * policy.presentPercent) / 100, by: 'percent' }
  const seconds = policy.presentMinutes * 60
  return heldSeconds / 2 < seconds ? { seconds: heldSeconds / 2, by: 'halfOfTimeHeld' } : { seconds, by: 'minutes' }
}

/** The rule that applies: teaching group before grade before school, then the latest start; null when none has begun. */
export function chooseRule(
  rules: readonly PolicyRule[],
  where: { readonly on: LocalDate; readonly grade: string | null; readonly teachingGroupId: string },
): PolicyRule | null {
  const rankOf = ({ scope }: PolicyRule): number => {
    if (scope.kind === 'teachingGroup') return scope.teachingGroupId === where.teachingGroupId ? 3 : 0
    if (scope.kind === 'grade') return scope.grade === where.grade ? 2 : 0
    return 1
  }
  let chosen: PolicyRule | null = null
  for (const rule of rules) {
    const rank = rankOf(rule)
    if (rank === 0 || rule.fromOn > where.on) continue
    const best = chosen === null ? 0 : rankOf(chosen)
    if (rank > best || (rank === best && rule.fromOn > chosen!.fromOn)) chosen = rule
  }
  return chosen
}
