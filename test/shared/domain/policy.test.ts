import { describe, expect, it } from 'vitest'
import {
  chooseRule,
  fifteenMinutes,
  neededTime,
  threeQuarters,
  type PolicyRule,
} from '../../../src/shared/domain/policy.ts'

describe('the time that makes present', () => {
  it.each([
    [fifteenMinutes, 3600, 900, 'minutes'],
    [fifteenMinutes, 1800, 900, 'minutes'],
    [fifteenMinutes, 1799, 899.5, 'halfOfTimeHeld'],
    [fifteenMinutes, 0, 0, 'halfOfTimeHeld'],
    [threeQuarters, 3600, 2700, 'percent'],
    [threeQuarters, 1, 0.75, 'percent'],
  ])('%j of %i held seconds', (policy, heldSeconds, seconds, by) => {
    expect(neededTime(policy, heldSeconds)).toEqual({ seconds, by })
  })
})

describe('the rule that applies', () => {
  const rule = (policyId: string, fromOn: string, scope: PolicyRule['scope'] = { kind: 'school' }): PolicyRule => ({
    policyId,
    policy: fifteenMinutes,
    fromOn,
    scope,
  })
  const rules = [
    rule('school', '2025-06-01'),
    rule('school later', '2026-01-01'),
    rule('grade 7', '2025-06-01', { kind: 'grade', grade: '7' }),
    rule('math', '2026-02-01', { kind: 'teachingGroup', teachingGroupId: 'math' }),
  ]

  it.each([
    ['2025-05-31', '8', 'art', null],
    ['2025-06-01', '8', 'art', 'school'],
    ['2025-12-31', '8', 'art', 'school'],
    ['2026-01-01', '8', 'art', 'school later'],
    ['2026-03-09', '7', 'art', 'grade 7'],
    ['2026-03-09', '7', 'math', 'math'],
    ['2026-01-31', '7', 'math', 'grade 7'],
    ['2026-01-31', null, 'math', 'school later'],
  ])('on %s, grade %s, %s: %s', (on, grade, teachingGroupId, wanted) => {
    expect(chooseRule(rules, { on, grade, teachingGroupId })?.policyId ?? null).toBe(wanted)
    expect(chooseRule(rules.toReversed(), { on, grade, teachingGroupId })?.policyId ?? null).toBe(wanted)
  })
})
