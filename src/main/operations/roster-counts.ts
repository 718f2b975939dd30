import type { RosterPreview } from '../../shared/contract/roster.ts'
import type { BundleIssue, RosterFormat } from '../../shared/domain/roster-bundle.ts'
import type { PlanIssue, RosterPlan } from '../../shared/domain/roster-plan.ts'

/** How much of each kind of thing an import touches. */
export type RosterCounts = Pick<RosterPreview, 'students' | 'staff' | 'sections' | 'groups' | 'enrollments'>

type Kind = 'student' | 'staff' | 'group' | 'enrollment'
type State = 'added' | 'changed' | 'unchanged'

/** How much of what would be done; a refused row counts once, however much is wrong with it. */
export function countsOf(
  plan: RosterPlan,
  issues: readonly (BundleIssue | PlanIssue)[],
  format: RosterFormat,
): RosterCounts {
  const refused = new Map<Kind, Set<string>>()
  for (const issue of issues) {
    const kind = issue.isRefused ? kindOf(issue, format) : null
    if (kind === null) continue
    const lines = refused.get(kind) ?? new Set()
    refused.set(kind, lines.add(`${issue.file}:${issue.line}`))
  }
  const refusedCount = (kind: Kind) => refused.get(kind)?.size ?? 0
  const counted = (states: readonly State[], kind: Kind | null) => ({
    addedCount: states.filter((state) => state === 'added').length,
    changedCount: states.filter((state) => state === 'changed').length,
    unchangedCount: states.filter((state) => state === 'unchanged').length,
    refusedCount: kind === null ? 0 : refusedCount(kind),
  })
  const people = (kind: 'student' | 'staff') =>
    counted(
      plan.people
        .filter(({ person }) => person.kind === kind)
        .map(({ known, changes }) => stateOf(known === null, changes.length > 0)),
      kind,
    )
  const { added, ended, unchangedCount, refusedCount: unplaced } = plan.enrollments
  const movedCount = added.filter(({ leaves }) => leaves !== null).length
  return {
    students: people('student'),
    staff: people('staff'),
    sections: counted(
      plan.sections.map(({ known, isRenamed, isRestored, newAdviser }) =>
        stateOf(known === null, isRenamed || isRestored || newAdviser !== null),
      ),
      null,
    ),
    groups: counted(
      plan.groups.map(({ known, isChanged, isRestored, newTeachers, goneTeacherKeys }) =>
        stateOf(known === null, isChanged || isRestored || newTeachers.length + goneTeacherKeys.length > 0),
      ),
      'group',
    ),
    enrollments: {
      addedCount: added.length - movedCount,
      movedCount,
      endedCount: ended.length,
      unchangedCount,
      // Whoever is refused cannot be enrolled; rows of enrollments that could not be read come to it.
      refusedCount: unplaced + readRefusals(issues, format),
    },
  }
}

/** Students whom the files do not name any more in a section that they speak of; classes beside sections do not count. */
export const notInFileCountOf = ({ enrollments }: RosterPlan): number =>
  new Set(enrollments.notInFile.flatMap(({ sectionKey, personKey }) => (sectionKey === null ? [] : personKey))).size

const stateOf = (isNew: boolean, isChanged: boolean): State => (isNew ? 'added' : isChanged ? 'changed' : 'unchanged')

/** Of what kind a row is that is left out: the plan knows, and of what a reader refused the file's name tells. */
function kindOf(issue: BundleIssue | PlanIssue, format: RosterFormat): Kind | null {
  if ('kind' in issue) return issue.kind
  if (format === 'table' || format === 'schoolForm1') return 'student'
  const name = issue.file.toLowerCase()
  if (name.includes('enrol')) return 'enrollment'
  if (/class|section|course/.test(name)) return 'group'
  if (/teacher|staff/.test(name)) return 'staff'
  return /student|user|role|demographic/.test(name) ? 'student' : null
}

const readRefusals = (issues: readonly (BundleIssue | PlanIssue)[], format: RosterFormat): number =>
  new Set(
    issues
      .filter((issue) => issue.isRefused && !('kind' in issue) && kindOf(issue, format) === 'enrollment')
      .map(({ file, line }) => `${file}:${line}`),
  ).size
