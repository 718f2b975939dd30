import type { Handlers, ParsedOf } from '../../shared/contract/index.ts'
import type { HostWrites, MeetingPreview } from '../../shared/contract/meeting-preview.ts'
import { foldEmail } from '../../shared/domain/roster.ts'
import { localDate } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { HostsStore, KeptHost } from '../store/hosts.ts'
import type { PlannedClass, PlanningStore } from '../store/planning.ts'
import { forecastHost, type HostWritesDeps } from './host-writes.ts'
import { teachingHost } from './meeting-schedule.ts'
import { formProblems, hostProblems, saidOf, type FormProblem } from './meeting-check.ts'
import { createClashOperations } from './meeting-clashes.ts'
import { claimOf, conflictsOf, freeHosts } from './meeting-conflicts.ts'
import { planMeeting } from './meeting-plan.ts'
import { timeOf } from './meeting-view.ts'

/** What the preview of a meeting needs. Nothing is asked of Zoom. */
export interface MeetingPreviewDeps extends HostWritesDeps {
  readonly planning: PlanningStore
  readonly hosts: HostsStore
  /** The school's zone. */
  readonly timeZone: () => string
}

type Form = ParsedOf<'meeting.preview'>

const noClass: PlannedClass = { course: '', parts: [], teachers: [] }
/** Beyond every calendar. */
const lastDay = '9999-12-31'

/** Says what a form would become while it is typed, and what is planned twice already. */
export function createMeetingPreviewOperations(
  deps: MeetingPreviewDeps,
): Handlers<'meeting.preview' | 'meeting.listClashes'> {
  const { planning, hosts, clock, timeZone } = deps

  return {
    ...createClashOperations(deps),

    'meeting.preview': async (input): Promise<MeetingPreview> => {
      const now = clock.now()
      const form = { ...input, timeZone: input.timeZone ?? timeZone() }
      const { course, gone } = await classOf(planning, form)
      const { words, schoolHours } = await planning.calendar(form.on ?? '', lastOnOf(form))
      const plan = planMeeting(form, { ...course, words, now })
      const everyHost = await hosts.list()
      const firstOn = plan.dates.find(({ isKept }) => isKept)?.time.on ?? form.on ?? localDate(now, timeZone())
      const { host, unknown } = hostOf(form, everyHost, course, firstOn)

      const claims = new Map(
        plan.dates
          .filter(({ isKept }) => isKept)
          .map((date) => [date, claimOf(date, { owner: 'this meeting', hostId: host?.hostId ?? null, course })]),
      )
      const planned = [...claims.values()]
      const standing = await planning.standing(planned, null)
      const conflicts = conflictsOf(planned, standing, { schoolHours, timeZone: timeZone() })

      return {
        dates: plan.dates.map((date) => ({
          on: date.time.on,
          number: date.number,
          title: date.title,
          time: timeOf(date.time),
          clock: date.clock,
          day: date.word === null ? null : { kind: date.word.kind, authority: date.word.authority },
          isClassDay: date.isClassDay,
          isKept: date.isKept,
          conflicts: conflicts.get(claims.get(date)!) ?? [],
        })),
        problems: [
          ...gone,
          ...formProblems(form, plan, now),
          ...unknown,
          ...(host === null ? [] : hostProblems(host, form)),
        ].map(saidOf),
        writes: host === null ? null : await writesOf(deps, host),
        freeHosts: freeHosts(everyHost, planned, standing),
      }
    },
  }
}

/** The class of the form; one that is gone is a fault of the form, not of the question. */
async function classOf(
  planning: PlanningStore,
  form: Form,
): Promise<{ readonly course: PlannedClass; readonly gone: readonly FormProblem[] }> {
  try {
    return { course: await planning.classOf(form), gone: [] }
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.kind !== 'notFound') throw error
    const { field = 'teachingGroupId', message, fix } = error.problem
    return { course: noClass, gone: [{ field, message, fix, isBlocking: true }] }
  }
}

/** The named host, else the first teacher of the class who is one. */
function hostOf(
  form: Form,
  hosts: readonly KeptHost[],
  { teachers }: PlannedClass,
  firstOn: string,
): { readonly host: KeptHost | null; readonly unknown: readonly FormProblem[] } {
  if (form.host !== undefined) {
    const wanted = foldEmail(form.host)
    const host = hosts.find(({ hostId, email }) => hostId === form.host || foldEmail(email) === wanted) ?? null
    const message = 'Homeroom does not know this host yet: Zoom is asked when the class is scheduled.'
    return { host, unknown: host === null ? [{ field: 'host', message, isBlocking: false }] : [] }
  }
  const host = teachingHost(teachers, hosts, firstOn)
  if (host !== null) return { host, unknown: [] }
  const message = 'None of the teachers of this meeting is a host in the Zoom account: choose who is to host it.'
  return { host: null, unknown: [{ field: 'host', message, isBlocking: true }] }
}

/** To make or to change a meeting is one write; the dates of a new series come with it. */
const writesOf = (deps: HostWritesDeps, { hostId, name }: KeptHost): Promise<HostWrites> =>
  forecastHost(deps, { hostId, name, count: 1 })

/** The last date that the calendar is asked for: a series that ends after so many dates may go on for years. */
function lastOnOf({ kind, on, repeat }: Form): string {
  if (kind !== 'series' || repeat === undefined) return on ?? ''
  return 'on' in repeat.ends ? repeat.ends.on : lastDay
}
