import { useState } from 'react'
import type { ChangePreview } from '../../../shared/contract/meeting-preview.ts'
import type { Meeting, MeetingChanges, Scope } from '../../../shared/contract/meeting.ts'
import type { Problem } from '../../../shared/problem.ts'
import { call, problemOf } from '../../api.ts'
import { useLive } from '../../live.ts'
import { useFormats } from '../../status.ts'
import { changesOf, draftOf } from './changes.ts'
import { makeGroup, useClassChoices } from './class-choices.ts'
import { audienceOf, isMade, isOfClass, settingsFor, type Draft } from './draft.ts'
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
import { usePreview } from './preview.ts'
import { reachOf, type Reach } from './reach.ts'

/** Where a class was dragged to. */
export interface Proposed {
  readonly on?: string | undefined
  readonly startsAt?: string | undefined
  readonly durationMinutes?: number | undefined
}

/** The form of a class that is there: what it shows and does. */
export interface EditForm extends ClassForm {
  readonly reach: Reach
  readonly scope: Scope
  readonly setScope: (scope: Scope) => void
  readonly changes: MeetingChanges
  readonly hasChanges: boolean
  /** Whether a person typed anything beyond what was proposed. */
  readonly isTyped: boolean
  /** How the dates within reach stand after the changes, and what they do besides; null before the first answer. */
  readonly change: ChangePreview | null
  readonly isSaving: boolean
  readonly problem: Problem | null
  /** What somebody else made of the meeting meanwhile. */
  readonly others: Meeting | null
  /** The meeting as it was when the form was opened. */
  readonly meeting: Meeting
  /** What was changed, and the meeting after it; null when it was refused: then it stands at its field, in `problem` or in `others`. */
  readonly save: () => Promise<{ readonly meeting: Meeting; readonly changes: MeetingChanges } | null>
}

const shown = [
  ...[
    'audience',
    'sectionId',
    'teachingGroupId',
    'subject',
    'title',
    'description',
    'on',
    'startsAt',
    'durationMinutes',
  ],
  ...['timeZone', 'host', 'alternativeHosts', 'settings', 'repeat'],
]

/** Everything that the form of a class that is there shows and does. */
export function useEditForm(latest: Meeting, proposed: Proposed): EditForm {
  const { timeZone: schoolZone } = useFormats()
  const hosts = useLive('account.listHosts', {}).data?.hosts ?? []
  // Somebody else's change must not change the form under a person's hands.
  const [meeting] = useState(latest)
  const [others, setOthers] = useState<Meeting | null>(null)
  const [reach] = useState(() => reachOf(latest))
  const [isTyped, setTyped] = useState(false)
  const [scope, setScope] = useState<Scope>(reach.scopes[0] ?? 'all')
  const [changed, setChanged] = useState<Partial<Draft>>(() => withoutUndefined(proposed))
  const [errors, setErrors] = useState<Errors>({})
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isSaving, setSaving] = useState(false)

  // What was not touched is shown as it is now; what was typed stays on top of it.
  const base = others ?? meeting
  const first = draftOf(base)
  const wanted: Draft = { ...first, ...changed }
  const needsClass = isOfClass(audienceOf(wanted))
  const choices = useClassChoices(needsClass ? wanted : { sectionIds: [], group: null, subject: '' })
  const draft: Draft = {
    ...wanted,
    group: needsClass ? choices.groupId : wanted.group,
    title: changed.title ?? retitled(base, choices.course),
  }
  const changes = changesOf(first, draft, scope)
  const hasChanges = Object.keys(changes).length > 0
  const seenFrom = { meetingId: meeting.id, occurrenceId: meeting.occurrenceId ?? undefined }
  const which = { ...seenFrom, scope }
  const missing = missingIn(draft, needsClass)
  const isWhole = Object.keys(missing).length === 0
  const change = usePreview('meeting.previewChange', isWhole ? { ...which, changes } : null)
  const atFields = change.problem === null ? {} : atField(change.problem, shown)
  const said = hasChanges ? atFields : {}
  const isAtField = Object.keys(atFields).length > 0

  const send = async () => {
    const made = needsClass
      ? await makeGroup(
          draft,
          choices,
          hosts.find(({ hostId }) => hostId === draft.hostId),
        )
      : null
    // A subject that is made now is there when the change is refused: it is what is chosen from here on.
    if (made !== null) setChanged((before) => ({ ...before, group: made.id }))
    const whole = made === null ? changes : changesOf(first, { ...draft, group: made.id }, scope)
    const unlessChangedSince = base.changedAt
    return { meeting: await call('meeting.change', { ...which, changes: whole, unlessChangedSince }), changes: whole }
  }

  const save: EditForm['save'] = async () => {
    setErrors(missing)
    setProblem(null)
    if (!isWhole) return null
    setSaving(true)
    try {
      return await send()
    } catch (error) {
      const found = problemOf(error)
      const now = found.kind === 'conflict' ? await call('meeting.get', seenFrom).catch(() => null) : null
      const field = atField(found, shown)
      if (now !== null && now.changedAt !== base.changedAt) setOthers(now)
      else if (Object.keys(field).length > 0) setErrors(field)
      else setProblem(found)
      return null
    } finally {
      setSaving(false)
    }
  }

  return {
    draft: { ...draft, audience: audienceOf(draft), settings: settingsFor(audienceOf(draft), draft.settings) },
    set: (more) => {
      setTyped(true)
      setChanged((before) => ({ ...before, ...more }))
      setErrors((before) => withoutFields(before, fieldsTouched(more)))
    },
    errorAt: (...fields) => errorIn(errors, fields) ?? errorIn(said, fields),
    remarkAt: (...fields) => change.answer?.problems.find(({ field }) => isIn(field, ...fields))?.message,
    hostId: draft.hostId,
    hosts,
    freeHosts: change.answer?.freeHosts ?? null,
    writes: hasChanges ? (change.answer?.writes ?? null) : null,
    schoolZone,
    choices,
    needsClass,
    reach,
    scope,
    setScope,
    changes,
    hasChanges,
    isTyped: isTyped && hasChanges,
    change: change.answer && withKnownCounts(change.answer, draft),
    isSaving,
    problem: problem ?? (isAtField ? null : change.problem),
    others,
    meeting,
    save,
  }
}

/** The title of a class that becomes another, where it is called after the one that it was. */
function retitled({ titlePattern, group }: Meeting, course: string): string {
  return group === null || course === '' ? titlePattern : titlePattern.replace(group.title, () => course)
}

/** Of several sections that are taught together for the first time nobody has counted the students yet. */
const withKnownCounts = (change: ChangePreview, { group, sectionIds }: Draft): ChangePreview =>
  group !== null && !isMade(group) && sectionIds.length > 1 ? { ...change, registration: null } : change

const withoutUndefined = (proposed: Proposed): Partial<Draft> =>
  Object.fromEntries(Object.entries(proposed).filter(([, value]) => value !== undefined))
