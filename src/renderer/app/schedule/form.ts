import { useMemo, useState } from 'react'
import type { Meeting } from '../../../shared/contract/meeting.ts'
import type { TeachingGroupId } from '../../../shared/ids.ts'
import { firstStart } from '../../../shared/domain/meeting.ts'
import type { Problem } from '../../../shared/problem.ts'
import { call, problemOf } from '../../api.ts'
import { nowMs } from '../../clock.ts'
import { useLive } from '../../live.ts'
import { useFormats } from '../../status.ts'
import { formWords as words } from '../../words/schedule-form.ts'
import { makeGroup, useClassChoices, type ClassChoices } from './class-choices.ts'
import { audienceOf, firstRepeat, isOfClass, planOf, ruleOf, settingsFor, settingsOf, type Draft } from './draft.ts'
import {
  atField,
  errorIn,
  fieldsTouched,
  isIn,
  missingIn,
  withoutFields,
  type ClassForm,
  type Errors,
} from './form-fields.ts'
import { useLastUsed } from './last-used.ts'
import { usePreview, type Preview } from './preview.ts'

/** What a form of a new class may begin with. */
export interface FormStart {
  readonly sectionId?: string | undefined
  readonly on?: string | undefined
  readonly startsAt?: string | undefined
}

/** The form of a new class: everything that it shows and does. */
export interface ScheduleForm extends ClassForm {
  readonly preview: Preview<'meeting.preview'>
  /** As it is sent, pattern and all. */
  readonly title: string
  readonly isAsLast: boolean
  readonly isDirty: boolean
  readonly isSaving: boolean
  /** What no field says. */
  readonly problem: Problem | null
  /** The meeting, or null when something is missing or was refused; then it stands at its field or in `problem`. */
  readonly save: () => Promise<Meeting | null>
}

/** Fields that the form shows an error at; what is wrong with any other stands in the form's own notice. */
const shown = [
  ...['audience', 'sectionId', 'teachingGroupId', 'subject', 'title', 'on', 'startsAt', 'durationMinutes', 'timeZone'],
  ...['repeat', 'skipOn', 'host', 'alternativeHosts', 'settings', 'description'],
]

/** Everything that the form of a new class shows and does. */
export function useScheduleForm(start: FormStart): ScheduleForm {
  const { dateOf, wallOf, timeZone: schoolZone } = useFormats()
  const defaults = useLive('setting.get', {}).data?.defaults
  const hosts = useLive('account.listHosts', {}).data?.hosts ?? []
  const [changes, setChanges] = useState<Partial<Draft>>({})
  const [openedAt] = useState(nowMs)
  const [errors, setErrors] = useState<Errors>({})
  const [touched, setTouched] = useState<readonly string[]>([])
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isSaving, setSaving] = useState(false)

  const first = useMemo((): Draft => {
    const { on, at } = wallOf(firstStart(openedAt))
    return {
      kind: 'once',
      audience: 'class',
      sectionIds: start.sectionId === undefined ? [] : [start.sectionId],
      group: null,
      subject: '',
      title: null,
      description: '',
      on: start.on ?? on,
      startsAt: start.startsAt ?? at,
      durationMinutes: defaults?.durationMinutes ?? 60,
      timeZone: schoolZone,
      repeat: firstRepeat,
      skipOn: [],
      keepOn: [],
      hostId: null,
      alternativeHosts: [],
      settings: settingsOf(defaults),
    }
  }, [start.sectionId, start.on, start.startsAt, openedAt, wallOf, schoolZone, defaults])

  const chosen = { ...first, ...changes }
  const needsClass = isOfClass(audienceOf(chosen))
  const choices = useClassChoices(needsClass ? chosen : { sectionIds: [], group: null, subject: '' })
  const last = useLastUsed(choices.group)
  const draft: Draft = { ...first, ...last, ...changes, group: choices.groupId }
  const teachers = choices.teacherEmails.map((email) => email.toLowerCase())
  const hostId = draft.hostId ?? hosts.find(({ email }) => teachers.includes(email.toLowerCase()))?.hostId ?? null
  const title = draft.title ?? titleOf(draft, choices.course)

  const plan = planOf({ ...draft, hostId }, schoolZone)
  const preview = usePreview('meeting.preview', plan === null ? null : { ...plan, title: filled(title, choices) })
  const problems = preview.answer?.problems ?? []
  const sayOf = (fields: readonly string[], isBlocking: boolean) =>
    problems.find((one) => one.isBlocking === isBlocking && isIn(one.field, ...fields))?.message
  const errorAt = (...fields: readonly string[]) =>
    errorIn(errors, fields) ??
    (touched.some((field) => fields.some((name) => isIn(field, name) || isIn(name, field)))
      ? sayOf(fields, true)
      : undefined)

  const missing = (): Errors => ({
    ...missingIn(draft, needsClass),
    // Where it follows from class and section, what is missing is said there.
    ...(title.trim() === '' && (draft.title !== null || !needsClass) ? { title: words.needed.title } : {}),
    ...(draft.kind === 'series' && ruleOf(draft.repeat, draft.on ?? dateOf(openedAt)) === null
      ? { 'repeat.ends': words.needed.endsOn }
      : {}),
    ...(hostId === null ? { host: words.needed.host } : {}),
  })

  const send = async (): Promise<Meeting> => {
    const host = hosts.find((one) => one.hostId === hostId)
    const made = needsClass ? await makeGroup(draft, choices, host) : null
    // A subject that is made now is there when the class is refused: it is what is chosen from here on.
    if (made !== null) setChanges((before) => ({ ...before, group: made.id }))
    const { sectionId: _, ...rest } = planOf({ ...draft, hostId }, schoolZone)!
    const group = made?.id ?? (needsClass ? (draft.group as TeachingGroupId) : undefined)
    return call('meeting.schedule', {
      ...rest,
      title,
      description: draft.description,
      ...(group === undefined ? {} : { teachingGroupId: group }),
      alternativeHosts: draft.alternativeHosts.filter((id) => id !== hostId),
    })
  }

  const save = async (): Promise<Meeting | null> => {
    const found: Record<string, string> = { ...missing() }
    // What the application said of the form as it stands; of any other it says so when it is asked to do it.
    if (preview.isCurrent) {
      for (const { field, message, isBlocking } of problems) {
        if (isBlocking && errorIn(found, [field]) === undefined) found[field] = message
      }
    }
    setErrors(found)
    setProblem(null)
    if (Object.keys(found).length > 0) {
      const unshown = Object.entries(found).find(([field]) => !isIn(field, ...shown))
      if (unshown) setProblem({ kind: 'invalidInput', message: unshown[1], field: unshown[0] })
      return null
    }
    setSaving(true)
    try {
      return await send()
    } catch (error) {
      const refused = problemOf(error)
      const field = atField(refused, shown)
      if (Object.keys(field).length > 0) setErrors(field)
      else setProblem(refused)
      return null
    } finally {
      setSaving(false)
    }
  }

  return {
    draft: { ...draft, audience: audienceOf(draft), settings: settingsFor(audienceOf(draft), draft.settings) },
    set: (more) => {
      const fields = fieldsTouched(more)
      setChanges((before) => ({ ...before, ...more }))
      setTouched((before) => [...new Set([...before, ...fields])])
      setErrors((before) => withoutFields(before, fields))
    },
    errorAt,
    remarkAt: (...fields) => sayOf(fields, false),
    hostId,
    hosts,
    freeHosts: preview.answer?.freeHosts ?? null,
    writes: preview.answer?.writes ?? null,
    schoolZone,
    choices,
    preview,
    needsClass,
    title,
    isAsLast: last !== null,
    isDirty: Object.keys(changes).length > 0,
    isSaving,
    problem,
    save,
  }
}

/** The title that follows from the class; the dates of a series are numbered. */
const titleOf = ({ kind }: Draft, course: string): string =>
  course === '' ? '' : kind === 'series' ? `${course} - Session {n}` : course

/** What is asked about while the group is still to be made: its name is known here alone. */
const filled = (title: string, { group, course }: ClassChoices): string =>
  group === undefined && course !== '' ? title.replaceAll('{course}', () => course) : title
