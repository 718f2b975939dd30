import type { OutputOf } from '../../../shared/contract/index.ts'
import type { SectionId } from '../../../shared/ids.ts'
import { sectionTitle } from '../../../shared/domain/list-names.ts'
import { call } from '../../api.ts'
import { useLive } from '../../live.ts'
import type { Choice } from '../../ui/ListBox.tsx'
import { formWords as words } from '../../words/schedule-form.ts'
import { isMade, newSubject, togetherMark } from './draft.ts'

type Group = OutputOf<'group.list'>['groups'][number]

/** The sections of the school, and what those that are chosen are taught. */
export interface ClassChoices {
  readonly sections: readonly Choice[]
  readonly subjects: readonly Choice[]
  /** The teaching group that is chosen, when it is there already. */
  readonly group: Group | undefined
  /** "Grade 7 Sampaguita, Music": what the class is of; empty while it is not known. */
  readonly course: string
  readonly teachers: readonly string[]
  /** Addresses of the teachers of a group that is still to be made. */
  readonly teacherEmails: readonly string[]
  /** The subject of a group that is still to be made. */
  readonly subject: string
  /** Null while nothing is chosen. */
  readonly groupId: string | null
}

interface Chosen {
  readonly sectionIds: readonly string[]
  readonly group: string | null
  readonly subject: string
}

/** What there is to choose from for a class, and what was chosen. Sections that share a subject may be taught together. */
export function useClassChoices({ sectionIds, group: wanted, subject: typed }: Chosen): ClassChoices {
  const sectionList = useLive('section.list', {}).data?.sections ?? []
  const [first] = sectionIds
  const asked = first === undefined ? null : sectionIds.length > 1 ? {} : { sectionId: first as SectionId }
  const groupList = useLive('group.list', asked).data?.groups ?? []
  const known = groupList.filter(({ sections }) => sections.some(({ id }) => sectionIds.includes(id)))

  const isWhole = ({ sections }: Group) =>
    sections.length === sectionIds.length && sections.every(({ id }) => sectionIds.includes(id))
  const exact = known.filter(isWhole)
  const merged = sectionIds.length === 1 ? known.filter((group) => !isWhole(group)) : []
  const apart = new Set(sectionIds.length > 1 ? known.map(({ subject }) => subject) : [])
  for (const { subject } of exact) apart.delete(subject)
  const subjects: Choice[] = [
    ...exact.map(({ id, subject, teachers }) => ({ id, label: subject, detail: teachers.map(nameOf).join(', ') })),
    ...merged.map(({ id, subject, sections }) => ({
      id,
      label: subject,
      detail: words.taughtWith(sections.filter((section) => !sectionIds.includes(section.id)).map(nameOf)),
    })),
    ...[...apart].toSorted().map((subject) => ({
      id: `${togetherMark}${subject}`,
      label: subject,
      detail: words.taughtTogether,
    })),
    { id: newSubject, label: words.fields.newSubject },
  ]

  // Sections without any class yet have only one choice: to name their first subject.
  const groupId = wanted ?? (first !== undefined && subjects.length === 1 ? newSubject : null)
  const group = groupList.find(({ id }) => id === groupId)
  const subject = groupId?.startsWith(togetherMark) === true ? groupId.slice(togetherMark.length) : typed.trim()
  const parts = groupId === null || isMade(groupId) ? [] : known.filter((one) => one.subject === subject)
  const teachers = [
    ...new Map([...(group?.teachers ?? []), ...parts.flatMap((part) => part.teachers)].map((one) => [one.id, one])),
  ].map(([, teacher]) => teacher)
  const titles = sectionList
    .filter(({ id }) => sectionIds.includes(id))
    .map(({ gradeLevel, name }) => sectionTitle(gradeLevel, name))
  return {
    sections: sectionList.map(({ id, gradeLevel, name }) => ({ id, label: sectionTitle(gradeLevel, name) })),
    subjects,
    group,
    groupId,
    subject,
    course: group?.title ?? (titles.length > 0 && subject !== '' ? `${titles.join(' + ')}, ${subject}` : ''),
    teachers: teachers.map(nameOf),
    teacherEmails: teachers.flatMap(({ email }) => email ?? []),
  }
}

/**
 * Makes the teaching group of a subject that these sections do not have yet; null for one that is there, and while none is
 * chosen. Where nobody is known to teach it, whoever hosts it does.
 */
export async function makeGroup(
  { group, sectionIds }: Pick<Chosen, 'group' | 'sectionIds'>,
  { subject, teacherEmails }: ClassChoices,
  host: { readonly email: string } | undefined,
): Promise<OutputOf<'group.make'> | null> {
  if (group === null || isMade(group)) return null
  return call('group.make', {
    sectionIds: sectionIds as SectionId[],
    subject,
    teacherEmails: teacherEmails.length > 0 ? [...teacherEmails] : host === undefined ? [] : [host.email],
  })
}

const nameOf = ({ name }: { readonly name: string }) => name
