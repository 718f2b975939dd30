import { useState } from 'react'
import type { ChangePreview } from '../../../shared/contract/meeting-preview.ts'
import type { Meeting, MeetingChanges, Scope } from '../../../shared/contract/meeting.ts'
import type { Problem } from '../../../shared/problem.ts'
import { call, problemOf } from '../../api.ts'
import { useLive } from '../../live.ts'
import { useFormats } from '../../status.ts'
import { formWords as words } from '../../words/schedule-form.ts'
import { audienceOf, firstRepeat, hasTime, planOf, repeatOf, ruleOf, settingsFor, type Draft } from './draft.ts'
import { errorIn, fieldsTouched, isIn, withoutFields, type Errors, type FormFields } from './form-fields.ts'
import { usePreview } from './preview.ts'
import { reachOf, type Reach } from './reach.ts'

/** Where a class was dragged to. */
export interface Proposed {
  readonly on?: string | undefined
  readonly startsAt?: string | undefined
  readonly durationMinutes?: number | undefined
}

/** The form of a class that is there: what it shows and does. */
export interface EditForm extends FormFields {
  readonly reach: Reach
  readonly scope: Scope
  readonly setScope: (scope: Scope) => void
  readonly changes: MeetingChanges
  readonly hasChanges: boolean
  /** Whether a person typed anything beyond what was proposed. */
  readonly isTyped: boolean
  /** What the changes would do; null while there are none. */
  readonly change: ChangePreview | null
  /** The conflicts of one date as the form has it; of a series `change` says them. */
  readonly conflicts: ChangePreview['dates'][number]['conflicts']
  readonly isSaving: boolean
  readonly problem: Problem | null
  /** What somebody else made of the meeting meanwhile. */
  readonly others: Meeting | null
  /** The meeting as it was when the form was opened. */
  readonly meeting: Meeting
  /** The changed meeting, or null when it was refused; then it stands at its field, in `problem` or in `others`. */
  readonly save: () => Promise<Meeting | null>
}

const shown = [
  ...['title', 'description', 'on', 'startsAt', 'durationMinutes', 'host', 'alternativeHosts', 'settings', 'repeat'],
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
  const first = draftOf(others ?? meeting)
  const draft: Draft = { ...first, ...changed }
  const changes = changesOf(first, draft, scope)
  const hasChanges = Object.keys(changes).length > 0
  const seenFrom = { meetingId: meeting.id, occurrenceId: meeting.occurrenceId ?? undefined }
  const which = { ...seenFrom, scope }
  const isWhole = !hasTime(draft.kind) || (draft.on !== null && draft.startsAt !== null)
  const change = usePreview('meeting.previewChange', hasChanges && isWhole ? { ...which, changes } : null)
  const isOfOneDate = draft.kind === 'once' || scope === 'this'
  const plan = isOfOneDate && hasTime(draft.kind) ? planOf({ ...draft, kind: 'once' }, schoolZone) : null
  const one = usePreview(
    'meeting.preview',
    plan === null ? null : { ...plan, ...classOf(meeting), title: draft.title ?? '', meetingId: meeting.id },
  )
  const said = hasChanges && change.problem !== null ? atField(change.problem) : {}

  const save = async (): Promise<Meeting | null> => {
    setErrors({})
    setProblem(null)
    if (!isWhole) {
      setErrors({
        ...(draft.on === null ? { on: words.needed.on } : {}),
        ...(draft.startsAt === null ? { startsAt: words.needed.startsAt } : {}),
      })
      return null
    }
    setSaving(true)
    try {
      const unlessChangedSince = (others ?? meeting).changedAt
      return await call('meeting.change', { ...which, changes, unlessChangedSince })
    } catch (error) {
      const found = problemOf(error)
      const now = found.kind === 'conflict' ? await call('meeting.get', seenFrom).catch(() => null) : null
      const field = atField(found)
      if (now !== null && now.changedAt !== (others ?? meeting).changedAt) setOthers(now)
      else if (Object.keys(field).length > 0) setErrors(field)
      else setProblem(found)
      return null
    } finally {
      setSaving(false)
    }
  }

  return {
    draft: { ...draft, settings: settingsFor(audienceOf(draft), draft.settings) },
    set: (more) => {
      setTyped(true)
      setChanged((before) => ({ ...before, ...more }))
      setErrors((before) => withoutFields(before, fieldsTouched(more)))
    },
    errorAt: (...fields) => errorIn(errors, fields) ?? errorIn(said, fields),
    remarkAt: () => undefined,
    hostId: draft.hostId,
    hosts,
    freeHosts: plan === null ? null : (one.answer?.freeHosts ?? null),
    writes: hasChanges ? (change.answer?.writes ?? null) : null,
    schoolZone,
    reach,
    scope,
    setScope,
    changes,
    hasChanges,
    isTyped: isTyped && hasChanges,
    change: hasChanges ? change.answer : null,
    conflicts: plan === null ? [] : (one.answer?.dates[0]?.conflicts ?? []),
    isSaving,
    problem:
      problem ??
      (hasChanges && change.problem !== null && Object.keys(atField(change.problem)).length === 0
        ? change.problem
        : null),
    others,
    meeting,
    save,
  }
}

/** The form of a meeting as it stands, seen from one of its dates. */
function draftOf(meeting: Meeting): Draft {
  const { time, recurrence, dates } = meeting
  const lastOn = dates.findLast(({ state }) => state === 'scheduled')?.time.on ?? time.on
  return {
    kind: meeting.kind,
    audience: meeting.audience,
    sectionIds: meeting.sections.map(({ id }) => id),
    group: meeting.group?.id ?? null,
    subject: '',
    title: meeting.titlePattern,
    description: meeting.description,
    on: time.on,
    startsAt: time.startsAt,
    durationMinutes: time.durationMinutes,
    timeZone: time.timeZone,
    // A rule that counts its dates would count them anew from the date on that is changed: its end is what is kept.
    repeat: recurrence === null ? firstRepeat : { ...repeatOf(recurrence), ends: 'on', endsOn: lastOn },
    skipOn: [],
    keepOn: [],
    hostId: meeting.host.hostId,
    alternativeHosts: meeting.alternativeHosts.map(({ hostId }) => hostId),
    settings: meeting.settings,
  }
}

const classOf = ({ group, sections, audience }: Meeting) =>
  audience !== 'class' && audience !== 'students'
    ? {}
    : group === null
      ? { sectionId: sections[0]?.id }
      : { teachingGroupId: group.id, sectionId: undefined }

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What is otherwise in the form than it was: only that is sent. */
function changesOf(first: Draft, draft: Draft, scope: Scope): MeetingChanges {
  const isTimed = hasTime(draft.kind)
  const settings = Object.fromEntries(
    Object.entries(settingsFor(draft.audience, draft.settings)).filter(
      ([name, value]) => !isSame(value, first.settings[name as keyof Draft['settings']]),
    ),
  )
  const repeat =
    draft.kind === 'series' && scope !== 'this' && draft.on !== null && !isSame(draft.repeat, first.repeat)
      ? ruleOf(draft.repeat, draft.on)
      : null
  return {
    ...(draft.title !== null && draft.title !== first.title ? { title: draft.title } : {}),
    ...(draft.description === first.description ? {} : { description: draft.description }),
    ...(isTimed && draft.on !== null && draft.on !== first.on ? { on: draft.on } : {}),
    ...(isTimed && draft.startsAt !== null && draft.startsAt !== first.startsAt ? { startsAt: draft.startsAt } : {}),
    ...(draft.durationMinutes === first.durationMinutes ? {} : { durationMinutes: draft.durationMinutes }),
    ...(draft.hostId === null || draft.hostId === first.hostId ? {} : { host: draft.hostId }),
    ...(isSame(draft.alternativeHosts, first.alternativeHosts)
      ? {}
      : { alternativeHosts: [...draft.alternativeHosts] }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(repeat === null ? {} : { repeat }),
  }
}

/** A problem at the field that it names, where the form shows it. */
const atField = ({ field, message, fix }: Problem): Errors =>
  field !== undefined && isIn(field, ...shown) ? { [field]: fix === undefined ? message : `${message} ${fix}` } : {}

const withoutUndefined = (proposed: Proposed): Partial<Draft> =>
  Object.fromEntries(Object.entries(proposed).filter(([, value]) => value !== undefined))
