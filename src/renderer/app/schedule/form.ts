import { useMemo, useState } from 'react'
import type { Meeting } from '../../../shared/contract/meeting.ts'
import type { SectionId, TeachingGroupId } from '../../../shared/ids.ts'
import type { Problem } from '../../../shared/problem.ts'
import { call, problemOf } from '../../api.ts'
import { nowMs } from '../../clock.ts'
import { useLive } from '../../live.ts'
import { useFormats } from '../../status.ts'
import { scheduleWords as words } from '../../words/schedule.ts'
import { sectionTitle } from '../../../shared/domain/list-names.ts'

/** The choice "another subject". */
export const newSubject = 'new'

type Audience = Meeting['audience']

/** The form as it stands: null where nothing is chosen, or what is typed is no date or time yet. */
interface Draft {
  readonly audience: Audience
  readonly sectionId: string | null
  readonly groupId: string | null
  readonly subject: string
  /** Null while the title follows from class and section. */
  readonly title: string | null
  readonly description: string
  readonly on: string | null
  readonly startsAt: string | null
  readonly durationMinutes: number
  /** Null while the host follows from the class. */
  readonly hostId: string | null
  readonly admission: 'waitingRoom' | 'registrationLink'
  readonly muteOnEntry: boolean
  readonly hostVideo: boolean
  readonly participantVideo: boolean
}

type Field = 'section' | 'group' | 'subject' | 'title' | 'on' | 'startsAt' | 'host'
type Errors = Partial<Record<Field, string>>

/** Which field a problem of the application speaks of. */
const fieldsOf: Readonly<Record<string, Field>> = {
  on: 'on',
  startsAt: 'startsAt',
  host: 'host',
  title: 'title',
  teachingGroupId: 'group',
  sectionId: 'section',
}

/** Which field a change of the form speaks of: what was wrong with it is not said of the new words. */
const fieldOfDraft: Readonly<Record<string, Field>> = {
  sectionId: 'section',
  groupId: 'group',
  subject: 'subject',
  title: 'title',
  on: 'on',
  startsAt: 'startsAt',
  hostId: 'host',
}

/** Everything that the form of a class shows and does. */
export function useScheduleForm(sectionAtFirst: string | undefined) {
  const formats = useFormats()
  const settings = useLive('setting.get', {}).data
  const sectionList = useLive('section.list', {}).data?.sections ?? []
  const hostList = useLive('account.listHosts', {}).data?.hosts ?? []
  const [changes, setChanges] = useState<Partial<Draft>>({})
  const [startsFrom] = useState(nowMs)
  const [errors, setErrors] = useState<Errors>({})
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isSaving, setSaving] = useState(false)
  const [tries, setTries] = useState(0)

  const first = useMemo((): Draft => {
    const start = nextHour(startsFrom)
    const defaults = settings?.defaults
    return {
      audience: 'class',
      sectionId: sectionAtFirst ?? null,
      groupId: null,
      subject: '',
      title: null,
      description: '',
      on: formats.dateOf(start),
      startsAt: wallTimeOf(start, formats.timeZone),
      durationMinutes: defaults?.durationMinutes ?? 60,
      hostId: null,
      admission: defaults?.admission ?? 'waitingRoom',
      muteOnEntry: defaults?.muteOnEntry ?? true,
      hostVideo: defaults?.hostVideo ?? true,
      participantVideo: defaults?.participantVideo ?? true,
    }
  }, [formats, settings, sectionAtFirst, startsFrom])
  const draft: Draft = { ...first, ...changes }
  const groupList =
    useLive('group.list', draft.sectionId === null ? null : { sectionId: draft.sectionId }).data?.groups ?? []

  const needsClass = draft.audience === 'class' || draft.audience === 'students'
  const section = sectionList.find(({ id }) => id === draft.sectionId)
  const group = groupList.find(({ id }) => id === draft.groupId)
  // A section without any class yet has only one choice: to name its first subject.
  const groupId = draft.groupId ?? (draft.sectionId !== null && groupList.length === 0 ? newSubject : null)
  const title =
    draft.title ??
    group?.title ??
    (section && draft.subject !== '' ? `${sectionTitle(section.gradeLevel, section.name)}, ${draft.subject}` : '')
  const teacher = group?.teachers.find(({ email }) => email !== null)?.email?.toLowerCase()
  const hostId = draft.hostId ?? hostList.find(({ email }) => email.toLowerCase() === teacher)?.hostId ?? null

  const host = hostList.find((candidate) => candidate.hostId === hostId)

  const check = (): Errors => ({
    ...(needsClass && draft.sectionId === null ? { section: words.needed.section } : {}),
    ...(needsClass && draft.sectionId !== null && groupId === null ? { group: words.needed.group } : {}),
    ...(needsClass && groupId === newSubject && draft.subject.trim() === '' ? { subject: words.needed.subject } : {}),
    // Where it follows from class and section, what is missing is said there.
    ...(title.trim() === '' && (draft.title !== null || !needsClass) ? { title: words.needed.title } : {}),
    ...(draft.on === null ? { on: words.needed.on } : {}),
    ...(draft.startsAt === null ? { startsAt: words.needed.startsAt } : {}),
    ...(isPast(draft, formats.timeZone)
      ? { [draft.on! < formats.dateOf(nowMs()) ? 'on' : 'startsAt']: words.isPast }
      : {}),
    ...(hostId === null ? { host: words.needed.host } : {}),
    ...(draft.audience === 'class' && host?.isLicensed === false ? { host: words.cannotRegister } : {}),
  })

  const send = async (): Promise<Meeting> => {
    const made =
      needsClass && groupId === newSubject
        ? await call('group.make', {
            sectionIds: [draft.sectionId as SectionId],
            subject: draft.subject,
            teacherEmails: host === undefined ? [] : [host.email],
          })
        : null
    return call('meeting.schedule', {
      title,
      description: draft.description,
      on: draft.on ?? '',
      startsAt: draft.startsAt ?? '',
      durationMinutes: draft.durationMinutes,
      audience: draft.audience,
      teachingGroupId: needsClass ? ((made?.id ?? groupId) as TeachingGroupId) : undefined,
      host: hostId ?? undefined,
      settings: {
        admission: draft.admission,
        muteOnEntry: draft.muteOnEntry,
        hostVideo: draft.hostVideo,
        participantVideo: draft.participantVideo,
      },
    })
  }

  /** The meeting, or null when something is missing or was refused; then it stands in `errors` or `problem`. */
  const save = async (): Promise<Meeting | null> => {
    const missing = check()
    setTries(tries + 1)
    setErrors(missing)
    setProblem(null)
    if (Object.keys(missing).length > 0) return null
    // A subject that is made now is there when the class is refused: it stays what was chosen.
    setChanges((before) => ({ ...before, groupId }))
    setSaving(true)
    try {
      return await send()
    } catch (error) {
      const found = problemOf(error)
      const field = fieldsOf[found.field ?? '']
      if (field === undefined) setProblem(found)
      else setErrors({ [field]: [found.message, found.fix].filter((part) => part !== undefined).join(' ') })
      return null
    } finally {
      setSaving(false)
    }
  }

  return {
    draft: { ...draft, groupId },
    set: (more: Partial<Draft>) => {
      setChanges((before) => ({ ...before, ...more }))
      const settled = new Set(Object.keys(more).map((key) => fieldOfDraft[key]))
      setErrors((before) =>
        Object.fromEntries(Object.entries(before).filter(([field]) => !settled.has(field as Field))),
      )
    },
    title,
    hostId,
    needsClass,
    errors,
    problem,
    isSaving,
    /** How often it was tried to save. */
    tries,
    save,
    sections: sectionList.map(({ id, gradeLevel, name }) => ({
      id: id as string,
      label: sectionTitle(gradeLevel, name),
    })),
    groups: [
      ...groupList.map(({ id, subject, teachers }) => ({
        id: id as string,
        label: subject,
        detail: teachers[0]?.name,
      })),
      { id: newSubject, label: words.fields.newSubject },
    ],
    hosts: hostList.map((host) => ({
      id: host.hostId,
      label: host.name,
      detail: host.isLicensed ? host.email : words.basicHost,
    })),
  }
}

/** Whether the class would begin in a minute that is over. */
function isPast({ on, startsAt }: Draft, timeZone: string): boolean {
  if (on === null || startsAt === null) return false
  const now = nowMs()
  const today = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeZone }).format(now)
  return `${on} ${startsAt}` < `${today} ${wallTimeOf(now, timeZone)}`
}

/** In one hour, rounded up to five minutes: nobody schedules a class for 9:43. */
function nextHour(now: number): number {
  const step = 5 * 60_000
  return Math.ceil((now + 60 * 60_000) / step) * step
}

/** HH:MM on the school's wall. */
function wallTimeOf(instant: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(instant)
}
