import type { Section, TeachingGroup } from '../../../shared/contract/section.ts'
import { sectionTitle } from '../../../shared/domain/list-names.ts'
import { byLabel, inSchoolOrder } from '../../choices.ts'
import type { Choice } from '../../ui/ListBox.tsx'
import { scheduleWords as words } from '../../words/schedule.ts'
import { gradeName } from '../../words/today.ts'
import type { Who } from './memory.ts'

/** Each section, as something to choose. */
export const sectionChoices = (sections: readonly Section[]): readonly Choice[] =>
  inSchoolOrder(sections).map(({ id, gradeLevel, name }) => ({
    id: `section:${id}`,
    label: sectionTitle(gradeLevel, name),
  }))

/** Each grade with a section, as something to choose. */
export const gradeChoices = (sections: readonly Section[]): readonly Choice[] =>
  [...new Set(sections.map(({ gradeLevel }) => gradeLevel))]
    .filter((grade) => grade !== '')
    .map((grade) => ({ id: `grade:${grade}`, label: gradeName(grade), detail: words.kinds.grade }))
    .toSorted(byLabel)

/** Everybody who teaches, as something to choose. */
export const teacherChoices = (groups: readonly TeachingGroup[]): readonly Choice[] =>
  [...new Map(groups.flatMap(({ teachers }) => teachers.map(({ id, name }) => [id as string, name])))]
    .map(([id, name]) => ({ id: `teacher:${id}`, label: name, detail: words.kinds.teacher }))
    .toSorted(byLabel)

/** Every subject that is taught, as something to choose. */
export const subjectChoices = (groups: readonly TeachingGroup[]): readonly Choice[] =>
  [...new Set(groups.map(({ subject }) => subject))]
    .map((subject) => ({ id: subject, label: subject }))
    .toSorted(byLabel)

/** The id under which somebody's week is chosen. */
export function choiceIdOf(who: Who | null): string | null {
  if (who === null) return null
  if ('section' in who) return `section:${who.section}`
  return 'grade' in who ? `grade:${who.grade}` : `teacher:${who.teacher}`
}

/** Whose week a choice stands for; all three keys are named, so that one takes the place of another in an address. */
export function whoOfChoice(id: string | undefined): {
  section: string | undefined
  grade: string | undefined
  teacher: string | undefined
} {
  const [kind, ...rest] = (id ?? '').split(':')
  const value = rest.join(':')
  return {
    section: kind === 'section' ? value : undefined,
    grade: kind === 'grade' ? value : undefined,
    teacher: kind === 'teacher' ? value : undefined,
  }
}
