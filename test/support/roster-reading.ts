import { isDeepStrictEqual } from 'node:util'
import { detectRosterFormat, readRosterSet, type RosterContent } from '../../src/main/files/roster-files.ts'
import { formatIssue } from '../../src/shared/domain/roster-issues.ts'
import type { BundleIssue, ReadRoster } from '../../src/shared/domain/roster-bundle.ts'
import { ProblemError, type Problem } from '../../src/shared/problem.ts'

/** What came of reading: a roster, or why there is none. */
export type Outcome = { readonly roster: ReadRoster } | { readonly problem: Problem }

/** Reads what may be anything; whatever is thrown that is no problem of ours is thrown on. */
export function outcomeOf(reading: () => ReadRoster): Outcome {
  try {
    return { roster: reading() }
  } catch (error) {
    if (error instanceof ProblemError) return { problem: error.problem }
    throw error
  }
}

/** Reads a set by the format that its files say, as an import does; null where they are none of the sets. */
export function readAnySet(files: readonly RosterContent[]): Outcome | null {
  let isNone = false
  const outcome = outcomeOf(() => {
    const format = detectRosterFormat(files)
    if (format !== 'table' && format !== 'schoolForm1') return readRosterSet(format, files)
    isNone = true
    throw new ProblemError('fileUnreadable', 'None of the sets.', { fix: 'Choose another file.' })
  })
  return isNone ? null : outcome
}

/** What breaks a reader's promises, as sentences: the same bytes give the same roster, and what a roster says holds together. */
export function brokenPromises(outcome: Outcome, again: Outcome): string[] {
  const broken: string[] = []
  if (!isDeepStrictEqual(outcome, again)) broken.push('Read twice, the same files say different things.')
  if ('problem' in outcome) {
    if (outcome.problem.kind !== 'fileUnreadable') broken.push(`Refused with ${outcome.problem.kind}.`)
    if ((outcome.problem.fix ?? '') === '') broken.push('Refused without saying what to do.')
    return broken
  }
  const { bundle, issues } = outcome.roster
  const refsOf = (list: readonly { readonly ref: string }[]) => new Set(list.map(({ ref }) => ref))
  const [sections, groups, people] = [refsOf(bundle.sections), refsOf(bundle.groups), refsOf(bundle.people)]
  const lists = {
    sections: bundle.sections,
    groups: bundle.groups,
    people: bundle.people,
    enrollments: bundle.enrollments,
  }
  for (const [name, list] of Object.entries(lists)) {
    if (refsOf(list).size !== list.length) broken.push(`Two of the ${name} have one ref.`)
    if (list.some(({ ref }) => ref === '')) broken.push(`One of the ${name} has no ref.`)
    if (list.some(({ origin }) => origin.line < 1 || origin.file === ''))
      broken.push(`One of the ${name} stands nowhere.`)
  }
  const numbers = bundle.people.flatMap(({ isGone, studentNumber }) => (isGone ? [] : (studentNumber ?? [])))
  if (new Set(numbers).size !== numbers.length) broken.push('Two students have one number.')
  for (const { kind, familyName, givenName, isGone, emails, phones, guardians } of bundle.people) {
    // An adviser may be known by an address alone.
    const isKnown = familyName !== '' || givenName !== '' || (kind === 'staff' && emails.length > 0)
    if (!isGone && !isKnown) broken.push('Somebody has no name.')
    if (familyName.length > 100 || givenName.length > 100) broken.push('A name is too long.')
    if (emails.length > 5 || phones.length > 8 || guardians.length > 4) broken.push('Somebody has too many addresses.')
  }
  for (const { name } of [...bundle.sections, ...bundle.groups]) {
    if (name.trim() === '' || name.length > 100) broken.push('A class has no name, or one that is too long.')
  }
  for (const { sectionRef, groupRef, personRef, firstOn, lastOn } of bundle.enrollments) {
    if ((sectionRef === null) === (groupRef === null)) broken.push('An enrollment is in one class or in none.')
    if (sectionRef !== null && !sections.has(sectionRef)) broken.push('An enrollment is in no section that is there.')
    if (!bundle.isDelta && groupRef !== null && !groups.has(groupRef))
      broken.push('An enrollment is in no group that is there.')
    if (!bundle.isDelta && !people.has(personRef)) broken.push('Nobody is enrolled.')
    if (firstOn !== null && lastOn !== null && lastOn < firstOn) broken.push('An enrollment ends before it begins.')
  }
  for (const { sectionRefs } of bundle.groups) {
    if (sectionRefs.some((ref) => !sections.has(ref))) broken.push('A group is made of no section that is there.')
  }
  for (const issue of issues) {
    if (issue.line < 1 || issue.file === '') broken.push('An issue stands nowhere.')
    if (formatIssue(issue).length < 20) broken.push(`${issue.code} says nothing.`)
  }
  return broken
}

/** Why reading is refused; null where it is not. */
export function problemIn(reading: () => ReadRoster): Problem | null {
  const outcome = outcomeOf(reading)
  return 'problem' in outcome ? outcome.problem : null
}

/** The issues in short: file, column, code, and whether the row is left out. */
export const told = (issues: readonly BundleIssue[]) =>
  issues.map(({ file, column, code, isRefused }) => [file, column, code, isRefused])
