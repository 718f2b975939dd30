import type { ParsedOf } from '../../shared/contract/index.ts'
import { referenceOf } from '../../shared/domain/meeting.ts'
import { foldEmail } from '../../shared/domain/roster.ts'
import { timeAt } from '../../shared/domain/planned-time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Log } from '../ports.ts'
import type { HostsStore, KeptHost } from '../store/hosts.ts'
import type { NewMeeting } from '../store/meetings-schedule.ts'
import type { PlannedClass, PlannedFor, PlanningStore } from '../store/planning.ts'
import type { KeptAddressRules } from '../store/registrants.ts'
import { checkForm, checkHost } from './meeting-check.ts'
import { keptDates, seriesOf } from './meeting-dates.ts'
import { registersStudents } from './meeting-draft.ts'
import { planMeeting, type MeetingPlan, type PlannedForm } from './meeting-plan.ts'

/** What making a meeting of a form needs. */
export interface ScheduleDeps {
  readonly planning: PlanningStore
  readonly hosts: HostsStore
  /** Reads the account's hosts from Zoom into the store: a teacher may be new there. */
  readonly refreshHosts: () => Promise<unknown>
  /** The school's rules for the addresses that students are registered with. */
  readonly addressRules: () => Promise<KeptAddressRules>
  /** The school's zone. */
  readonly timeZone: () => string
  readonly log: Log
}

type Form = Omit<ParsedOf<'meeting.schedule'>, 'waitSeconds'>

const types = {
  now: 'instant',
  once: 'scheduled',
  series: 'recurringFixedTime',
  noFixedTime: 'recurringNoFixedTime',
} as const

/** The meeting that a form stands for, checked, with every date. Raises `invalidInput` and `notFound` with the field. */
export async function meetingOfForm(deps: ScheduleDeps, input: Form, id: string, now: number): Promise<NewMeeting> {
  const form = { ...input, timeZone: input.timeZone ?? deps.timeZone() }
  const plan = await planForm(deps.planning, form, now)
  checkForm(form, plan, now)
  const when = whenOf(form, plan, now)
  const host = await findHost(deps, form, when.time.on)
  checkHost(host, form)
  return {
    ...when,
    id,
    reference: referenceOf(id),
    type: types[form.kind],
    host,
    alternativeHosts: await findAlternativeHosts(deps, form.alternativeHosts, host.hostId),
    title: form.title,
    description: form.description,
    audience: form.audience,
    settings: form.settings,
    teachingGroupId: form.teachingGroupId ?? null,
    sectionId: form.sectionId ?? null,
    registration: registersStudents(form) ? await deps.addressRules() : null,
  }
}

/** The dates that a form means, by the calendar of its class. Raises `notFound` when the class is gone. */
export async function planForm(
  planning: Pick<PlanningStore, 'classOf' | 'calendar'>,
  form: PlannedForm & PlannedFor,
  now: number,
): Promise<MeetingPlan> {
  const { course, parts } = await planning.classOf(form)
  const facts = { course, parts, words: [], now }
  const { dates } = planMeeting(form, facts)
  const [from, to] = [dates[0]?.time.on, dates.at(-1)?.time.on]
  if (from === undefined || to === undefined) return planMeeting(form, facts)
  const { words } = await planning.calendar(from, to)
  return planMeeting(form, { ...facts, words })
}

/** One host by id or e-mail, read from Zoom anew when it is not known. Raises `notFound` with the field. */
export async function findNamedHost(deps: ScheduleDeps, idOrEmail: string, field: string): Promise<KeptHost> {
  const found = await knownOrRefreshed(deps, () => deps.hosts.find(idOrEmail))
  if (found !== null) return found
  throw new ProblemError('notFound', 'The Zoom account has no host of this id or e-mail address.', {
    field,
    fix: 'Choose a host from the list, or add the teacher in Zoom.',
  })
}

/**
 * Zoom's ids of licensed users who may start the meeting in the host's stead, each once (zoom-facts section 2). Raises
 * `notFound` and `invalidInput` with the field.
 */
export async function findAlternativeHosts(
  deps: ScheduleDeps,
  named: readonly string[],
  hostId: string,
): Promise<string[]> {
  const found: string[] = []
  for (const idOrEmail of named) {
    const host = await findNamedHost(deps, idOrEmail, 'alternativeHosts')
    if (host.hostId === hostId) {
      throw new ProblemError('invalidInput', 'The host of a meeting is no alternative to themselves.', {
        field: 'alternativeHosts',
        fix: 'Leave the host out.',
      })
    }
    if (!host.isLicensed) {
      throw new ProblemError('invalidInput', 'Only users with a Zoom licence can be alternative hosts.', {
        field: 'alternativeHosts',
        fix: 'Choose somebody with a licence, or give this one a licence in Zoom.',
      })
    }
    if (!found.includes(host.hostId)) found.push(host.hostId)
  }
  return found
}

function whenOf(form: PlannedForm, plan: MeetingPlan, now: number): Pick<NewMeeting, 'time' | 'recurrence' | 'dates'> {
  if (form.kind === 'series') return seriesOf(plan, form.repeat!)
  const dates = keptDates(plan)
  if (form.kind !== 'noFixedTime') return { time: dates[0]!.time, recurrence: null, dates }
  return { time: timeAt(now, form.durationMinutes, form.timeZone), recurrence: null, dates: [] }
}

async function findHost(deps: ScheduleDeps, form: Pick<Form, 'host'> & PlannedFor, on: string): Promise<KeptHost> {
  if (form.host !== undefined) return findNamedHost(deps, form.host, 'host')
  const found = await knownOrRefreshed(deps, () => findTeacher(deps, form, on))
  if (found !== null) return found
  throw new ProblemError('invalidInput', 'None of the teachers of this meeting is a host in the Zoom account.', {
    field: 'host',
    fix: 'Choose who is to host it.',
  })
}

async function findTeacher({ planning, hosts }: ScheduleDeps, of: PlannedFor, on: string): Promise<KeptHost | null> {
  const { teachers } = await planning.classOf(of)
  return teachingHost(teachers, await hosts.list(), on)
}

/** The first teacher of a class on a day who is a host: whose account it is held by unless somebody is named. */
export function teachingHost(
  teachers: PlannedClass['teachers'],
  hosts: readonly KeptHost[],
  on: string,
): KeptHost | null {
  const byAddress = new Map(hosts.map((host) => [foldEmail(host.email), host]))
  const addresses = teachers
    .filter(({ firstOn, lastOn }) => firstOn <= on && (lastOn === null || lastOn >= on))
    .flatMap((teacher) => teacher.addresses)
  return addresses.map((own) => byAddress.get(own)).find((host) => host !== undefined) ?? null
}

/** A host who is not known may be new in the account; while Zoom is out of reach nobody is. */
async function knownOrRefreshed(deps: ScheduleDeps, find: () => Promise<KeptHost | null>): Promise<KeptHost | null> {
  const known = await find()
  if (known !== null) return known
  try {
    await deps.refreshHosts()
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    deps.log.warn('meeting.hostsNotRead', { kind: error.problem.kind })
  }
  return find()
}
