import type { HostWrites, MeetingPreview } from '../../../shared/contract/meeting-preview.ts'
import type { OutputOf } from '../../../shared/contract/index.ts'
import type { Problem } from '../../../shared/problem.ts'
import { formWords as words } from '../../words/schedule-form.ts'
import type { ClassChoices } from './class-choices.ts'
import { hasTime, newSubject, type Draft } from './draft.ts'

/** A Zoom user who can hold classes. */
export type Host = OutputOf<'account.listHosts'>['hosts'][number]

/** What the parts of the form read and write, whether a class is new or edited. */
export interface FormFields {
  readonly draft: Draft
  readonly set: (more: Partial<Draft>) => void
  /** What is wrong at a field, named as the contract names it (a name stands for all that lie in it). */
  readonly errorAt: (...fields: readonly string[]) => string | undefined
  /** What is worth saying about a field that is not wrong. */
  readonly remarkAt: (...fields: readonly string[]) => string | undefined
  /** The host as chosen, or as the class brings it. */
  readonly hostId: string | null
  readonly hosts: readonly Host[]
  /** Who else is free at every date; null while that is not known. */
  readonly freeHosts: MeetingPreview['freeHosts'] | null
  readonly writes: HostWrites | null
  readonly schoolZone: string
}

/** What the choice of a class reads and writes besides. */
export interface ClassForm extends FormFields {
  readonly choices: ClassChoices
  readonly needsClass: boolean
}

/** The contract's fields that one field of the form stands for. */
const fieldsOf: Readonly<Partial<Record<keyof Draft, readonly string[]>>> = {
  sectionIds: ['sectionId', 'teachingGroupId', 'sectionIds'],
  group: ['teachingGroupId', 'subject'],
  subject: ['subject', 'teachingGroupId', 'title'],
  on: ['on', 'startsAt'],
  startsAt: ['on', 'startsAt'],
  hostId: ['host'],
  repeat: ['repeat', 'skipOn'],
  kind: ['kind', 'on', 'startsAt', 'repeat', 'audience'],
}

/** The contract's fields that a change of the form speaks of. */
export const fieldsTouched = (more: Partial<Draft>): readonly string[] =>
  (Object.keys(more) as (keyof Draft)[]).flatMap((key) => fieldsOf[key] ?? [key])

/** Whether a field is one of these, or lies in one: `repeat.ends` lies in `repeat`. */
export const isIn = (field: string, ...wanted: readonly string[]): boolean =>
  wanted.some((name) => field === name || field.startsWith(`${name}.`))

/** What is wrong, by the contract's fields. */
export type Errors = Readonly<Record<string, string>>

/** A problem at the field that it names, where the form shows it; none for any other. */
export const atField = ({ field, message, fix }: Problem, shown: readonly string[]): Errors =>
  field !== undefined && isIn(field, ...shown) ? { [field]: fix === undefined ? message : `${message} ${fix}` } : {}

/** What is not said yet of whom a meeting is for and when it takes place, by its fields. */
export const missingIn = (draft: Draft, needsClass: boolean): Errors => ({
  ...(needsClass && draft.sectionIds.length === 0 ? { sectionId: words.needed.section } : {}),
  ...(needsClass && draft.sectionIds.length > 0 && draft.group === null ? { teachingGroupId: words.needed.group } : {}),
  ...(needsClass && draft.group === newSubject && draft.subject.trim() === '' ? { subject: words.needed.subject } : {}),
  ...(hasTime(draft.kind) && draft.on === null ? { on: words.needed.on } : {}),
  ...(hasTime(draft.kind) && draft.startsAt === null ? { startsAt: words.needed.startsAt } : {}),
})

/** The errors but for those of these fields. */
export const withoutFields = (errors: Errors, fields: readonly string[]): Errors =>
  Object.fromEntries(Object.entries(errors).filter(([field]) => !isIn(field, ...fields)))

/** The first error that lies in one of these fields. */
export const errorIn = (errors: Errors, fields: readonly string[]): string | undefined =>
  Object.entries(errors).find(([field]) => isIn(field, ...fields))?.[1]
