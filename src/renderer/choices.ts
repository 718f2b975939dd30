import type { Section } from '../shared/contract/section.ts'
import type { Choice } from './ui/ListBox.tsx'
import { plain } from './ui/plain.ts'

const inOrder = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Choices in the order of their labels, as people count them: 7 before 10. */
export const byLabel = (one: Choice, other: Choice): number => inOrder.compare(one.label, other.label)

/** Sections by grade and name. */
export const inSchoolOrder = (sections: readonly Section[]): readonly Section[] =>
  sections.toSorted((a, b) => inOrder.compare(a.gradeLevel, b.gradeLevel) || inOrder.compare(a.name, b.name))

const mostSuggested = 60

/** What fits the typed text, names that begin with it first. */
export function suggestionsOf(choices: readonly Choice[], text: string): readonly Choice[] {
  const wanted = plain(text.trim())
  if (wanted === '') return choices.slice(0, mostSuggested)
  const fitting = choices.filter(({ label }) => plain(label).includes(wanted))
  const begins = ({ label }: Choice) => plain(label).startsWith(wanted)
  return [...fitting.filter(begins), ...fitting.filter((choice) => !begins(choice))].slice(0, mostSuggested)
}
