import type { Handlers } from '../../shared/contract/index.ts'
import type { Timetable } from '../../shared/contract/timetable.ts'
import { referenceOf } from '../../shared/domain/meeting.ts'
import { day, toIso } from '../../shared/domain/time.ts'
import type { TermMeeting } from '../../shared/domain/timetable-dates.ts'
import { claimsOf, planTimetable, type PlannedSeries, type TimetablePlan } from '../../shared/domain/timetable-plan.ts'
import type { TimetableId } from '../../shared/ids.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { digestFile } from '../files/digest.ts'
import type { readTimetableTable } from '../files/timetable-table.ts'
import type { Clock, Files, Log } from '../ports.ts'
import type { NewMeeting } from '../store/meetings-schedule.ts'
import type { OutboxStore } from '../store/outbox.ts'
import type { PlanningStore } from '../store/planning.ts'
import type { KeptAddressRules } from '../store/registrants.ts'
import type { ClassToImport, KeptTimetable, TimetablesStore } from '../store/timetables.ts'
import type { TimetableFacts } from '../store/timetables-facts.ts'
import type { ZoomClient } from '../zoom/client.ts'
import { forecastWrites, quotaDays } from './host-writes.ts'
import { choicesOf, checkTerm, readTimetable, type ReadTimetable, type TimetableInput } from './timetable-file.ts'
import { courseOf, previewOf } from './timetable-preview.ts'

type Names =
  | 'timetable.preview'
  | 'timetable.import'
  | 'timetable.list'
  | 'timetable.stop'
  | 'timetable.resume'
  | 'timetable.undo'

/** What the import of timetables needs. */
export interface TimetableDeps {
  readonly timetables: TimetablesStore
  readonly planning: Pick<PlanningStore, 'standing'>
  readonly outbox: OutboxStore
  readonly files: Files
  readonly readTable: typeof readTimetableTable
  readonly digest: typeof digestFile
  /** Reads the account's hosts from Zoom into the store: a teacher may be new there. */
  readonly refreshHosts: () => Promise<unknown>
  /** The school's rules for the addresses that students are registered with. */
  readonly addressRules: () => Promise<KeptAddressRules>
  /** The client of the connected account. Raises `notConnected`. */
  readonly zoom: () => Promise<ZoomClient>
  /** The length of a class that the school set. */
  readonly usualMinutes: () => Promise<number>
  /** The school's zone. */
  readonly timeZone: () => string
  readonly device: string
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Log
}

/** Hosts that Zoom listed a moment ago are not asked for again. */
const hostsFreshMs = 60_000

/** A term's timetable from a file: what it would become, making it, and stopping or undoing it. */
export function createTimetableOperations(deps: TimetableDeps): Handlers<Names> {
  const { timetables, clock, newId, timeZone, log } = deps

  const readFile = async (input: TimetableInput) => {
    checkTerm(input)
    const content = await deps.files.read(input.file)
    return { content, read: readTimetable(deps.readTable, content.bytes, input, await deps.usualMinutes()) }
  }

  const planFor = (read: ReadTimetable, facts: TimetableFacts, input: TimetableInput): TimetablePlan =>
    planTimetable(read.lessons, facts, {
      term: { firstOn: input.firstOn, lastOn: input.lastOn, timeZone: timeZone() },
      choices: choicesOf(input),
      now: clock.now(),
    })

  /** The school with the hosts as Zoom has them now, where the file names somebody who is none of those known. */
  const factsFor = async (read: ReadTimetable, input: TimetableInput) => {
    const facts = await timetables.facts(input)
    const plan = planFor(read, facts, input)
    const isFresh = facts.hostsReadAt !== null && clock.now() - facts.hostsReadAt < hostsFreshMs
    if (isFresh || plan.unsure.every(({ kind }) => kind !== 'teacher')) return { facts, plan }
    try {
      await deps.refreshHosts()
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      log.warn('timetable.hostsNotRead', { kind: error.problem.kind })
      return { facts, plan }
    }
    const after = await timetables.facts(input)
    return { facts: after, plan: planFor(read, after, input) }
  }

  const view = async (kept: readonly KeptTimetable[]): Promise<Timetable[]> => {
    const isSending = kept.some(({ waitingCount, undoneAt }) => waitingCount > 0 && undoneAt === null)
    const writes = isSending ? await forecastWrites(deps) : []
    const daysOf = new Map(writes.map((host) => [host.hostId, quotaDays(host)]))
    return kept.map((timetable) => timetableOf(timetable, daysOf, clock.now()))
  }

  const get = async (id: string): Promise<Timetable> => (await view([await timetables.get(id)]))[0]!

  return {
    'timetable.preview': async (input) => {
      const { content, read } = await readFile(input)
      const { facts, plan } = await factsFor(read, input)
      const claims = claimsOf(plan.series, facts.staff, facts.hosts)
      const standing = await deps.planning.standing(claims, null)
      const hosts = await forecastWrites(deps, moreWrites(plan.series))
      const needed = new Set(plan.series.flatMap(({ action, host }) => (action === 'add' ? (host?.hostId ?? []) : [])))
      return previewOf({
        digest: digestOf(deps, plan, facts, input),
        fileName: content.name,
        read,
        plan,
        facts,
        claims,
        standing,
        hosts: hosts.filter(({ hostId }) => needed.has(hostId)),
        importedBeforeAt: await timetables.importedAt(deps.digest(content.bytes)),
        titlePattern: input.titlePattern,
        timeZone: timeZone(),
      })
    },

    'timetable.import': async ({ digest, leaveOut, ...input }, caller) => {
      const { content, read } = await readFile(input)
      const registration = await deps.addressRules()
      const author = { actor: caller.role, device: deps.device, at: clock.now(), newId }
      const left = new Set(leaveOut)
      const id = await timetables.import(
        {
          fileName: content.name,
          fileDigest: deps.digest(content.bytes),
          firstOn: input.firstOn,
          lastOn: input.lastOn,
        },
        (facts) => {
          const plan = planFor(read, facts, input)
          if (digestOf(deps, plan, facts, input) !== digest) throw stalePreview()
          const added = plan.series.filter((series) => series.action === 'add' && !left.has(series.id))
          if (added.length === 0) throw nothingToAdd()
          return added.map((series) => classOf(series, { ...input, facts, registration, timeZone: timeZone(), newId }))
        },
        author,
      )
      const imported = await get(id)
      log.info('timetable.imported', { meetings: imported.meetingCount, dates: imported.dateCount })
      return imported
    },

    'timetable.list': async () => ({ timetables: await view(await timetables.list()) }),

    'timetable.stop': async ({ timetableId }) => {
      await timetables.stop(timetableId, clock.now())
      return get(timetableId)
    },

    'timetable.resume': async ({ timetableId }) => {
      await timetables.resume(timetableId)
      return get(timetableId)
    },

    'timetable.undo': async ({ timetableId }, caller) => {
      await timetables.undo(timetableId, { actor: caller.role, device: deps.device, at: clock.now(), newId })
      return get(timetableId)
    },
  }
}

/** One create for each meeting; the dates of a series come with it. */
function moreWrites(series: readonly PlannedSeries[]): { hostId: string; name: string; count: number }[] {
  const added = series.filter(({ action, host }) => action === 'add' && host !== null)
  return [...Map.groupBy(added, ({ host }) => host!.hostId)].map(([hostId, own]) => ({
    hostId,
    name: own[0]!.host!.name,
    count: own.reduce((sum, { plan }) => sum + plan.meetings.length, 0),
  }))
}

interface ClassParts {
  readonly facts: TimetableFacts
  readonly registration: KeptAddressRules
  readonly titlePattern: string
  readonly timeZone: string
  readonly newId: () => string
}

/** The class of one series, with the meetings that carry its dates. Its teachers besides the host may start it as well. */
function classOf(series: PlannedSeries, parts: ClassParts): ClassToImport {
  const { sections, subject, teachers, plan } = series
  return {
    sectionIds: sections.map(({ id }) => id),
    subject,
    teachers: teachers.map(({ email, name }) => ({ email, name })),
    meetings: plan.meetings.map((meeting) => meetingOf(series, meeting, parts)),
  }
}

function meetingOf(
  series: PlannedSeries,
  { ruleCount, dates }: TermMeeting,
  { facts, registration, titlePattern, timeZone, newId }: ClassParts,
): ClassToImport['meetings'][number] {
  const { host, teachers, sections, weekDays, startsAt, durationMinutes } = series
  const hasClassLink = sections.length > 0 && sections.every(({ id }) => facts.classLinkSectionIds.has(id))
  const isSeries = ruleCount > 1
  const times = dates.map(({ on, from, to, number }) => ({
    number,
    time: { on, startsAt, durationMinutes, timeZone, startInstant: from, endInstant: to },
  }))
  const { hostId, name, email } = host!
  const id = newId()
  return {
    id,
    reference: referenceOf(id),
    type: isSeries ? 'recurringFixedTime' : 'scheduled',
    time: times[0]!.time,
    recurrence: isSeries
      ? { every: 'week', interval: 1, weekDays: [...weekDays], ends: { afterDates: ruleCount } }
      : null,
    dates: times,
    host: { hostId, name, email },
    alternativeHosts: teachers.slice(1).flatMap((each) => (each.isLicensed ? each.hostId : [])),
    title: series.title === '' ? titlePattern : series.title,
    description: '',
    audience: hasClassLink ? 'students' : 'class',
    settings: settingsOf(facts),
    registration: hasClassLink ? null : registration,
  }
}

/** The school's own, without what does not go together: with a waiting room nobody joins before the teacher. */
function settingsOf({ settings }: TimetableFacts): NewMeeting['settings'] {
  const { durationMinutes: _, ...defaults } = settings.defaults
  return { ...defaults, joinBeforeHost: defaults.joinBeforeHost && defaults.admission !== 'waitingRoom' }
}

/** Of everything that the import would write, and for whom. */
function digestOf(deps: TimetableDeps, plan: TimetablePlan, facts: TimetableFacts, input: TimetableInput): string {
  const series = plan.series.map((each) => [
    ...[each.id, each.action, each.sections.map(({ id }) => id), courseOf(each), each.title, each.startsAt],
    ...[each.durationMinutes, each.teachers.map(({ hostId }) => hostId)],
    each.plan.meetings.map(({ ruleCount, dates }) => [
      ruleCount,
      dates.map(({ on, from, number }) => [on, from, number]),
    ]),
  ])
  const { firstOn, lastOn, titlePattern } = input
  return deps.digest(
    new Uint8Array(),
    JSON.stringify({ series, firstOn, lastOn, titlePattern, settings: settingsOf(facts) }),
  )
}

function timetableOf(kept: KeptTimetable, daysOf: ReadonlyMap<string, number>, now: number): Timetable {
  const { id, fileName, firstOn, lastOn, meetingCount, dateCount, cancelledCount, refusedCount, waitingCount } = kept
  const isSending = waitingCount > 0 && kept.undoneAt === null && kept.stoppedAt === null
  const days = isSending ? Math.max(1, ...kept.waitingHostIds.map((hostId) => daysOf.get(hostId) ?? 1)) : 1
  return {
    id: id as TimetableId,
    ...{ fileName, firstOn, lastOn, meetingCount, dateCount, cancelledCount, refusedCount },
    importedAt: toIso(kept.importedAt),
    importedBy: kept.actor,
    state:
      kept.undoneAt !== null ? 'undone' : waitingCount === 0 ? 'done' : kept.stoppedAt !== null ? 'stopped' : 'sending',
    doneCount: meetingCount - cancelledCount - refusedCount - waitingCount,
    doneBy: days === 1 ? null : toIso((Math.floor(now / day) + days - 1) * day),
  }
}

const stalePreview = () =>
  new ProblemError('stalePreview', 'This is not what the preview showed any more. Nothing was imported.', {
    fix: 'Look at the preview again, then import.',
  })

const nothingToAdd = () =>
  new ProblemError(
    'conflict',
    'Nothing is left to import: every class of the file is there already, refused, or left out.',
    {
      fix: 'Choose at least one class, or another file.',
    },
  )
