import type { HostWrites } from '../../shared/contract/meeting-preview.ts'
import type { TimetableConflict, TimetablePreview, TimetableSeries } from '../../shared/contract/timetable.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { fillCourse, topicOf } from '../../shared/domain/meeting-title.ts'
import { minuteOfDay, toIso, weekday } from '../../shared/domain/time.ts'
import type { TermDate } from '../../shared/domain/timetable-dates.ts'
import {
  clashesOf,
  classKey,
  type PlannedSeries,
  type SeriesClaim,
  type SeriesClash,
  type TimetablePlan,
} from '../../shared/domain/timetable-plan.ts'
import { subjectKey } from '../../shared/domain/timetable-names.ts'
import type { MeetingId } from '../../shared/ids.ts'
import type { StandingClaim } from '../store/planning-standing.ts'
import type { TimetableFacts } from '../store/timetables-facts.ts'
import { quotaDays } from './host-writes.ts'
import type { ReadTimetable } from './timetable-file.ts'
import { remarksOf, rowProblems, seriesProblems } from './timetable-words.ts'

/** What a preview is made of. */
export interface PreviewParts {
  readonly digest: string
  readonly fileName: string
  readonly read: ReadTimetable
  readonly plan: TimetablePlan
  readonly facts: TimetableFacts
  /** Who would have to be where, at each date of the series. */
  readonly claims: readonly SeriesClaim[]
  /** What is planned already while the series would take place. */
  readonly standing: readonly StandingClaim[]
  /** Of the hosts of the file. */
  readonly hosts: readonly HostWrites[]
  /** Epoch ms. */
  readonly importedBeforeAt: number | null
  readonly titlePattern: string
  readonly timeZone: string
}

const mostConflicts = 10
const samplesEach = 3

/** Says what an import would do. */
export function previewOf(parts: PreviewParts): TimetablePreview {
  const { digest, fileName, read, plan, facts, hosts, importedBeforeAt } = parts
  const clashes = clashesOf(parts.claims, parts.standing)
  const titles = new Map(plan.series.map((each) => [each.id, titleOf(each, parts.titlePattern)]))
  const series = plan.series.map((each) => seriesOf(each, clashes.get(each.id) ?? [], titles, parts))
  const count = (fits: (each: TimetableSeries) => boolean) => series.filter(fits).length
  const added = plan.series.filter(({ action }) => action === 'add')
  const known = new Set(facts.groups.map(({ sectionIds, subject }) => classKey(sectionIds, subject)))
  const groups = new Set(
    added.map(({ sections, subject }) =>
      classKey(
        sections.map(({ id }) => id),
        subject,
      ),
    ),
  )
  const subjects = new Set(facts.subjects.map(subjectKey))
  const fresh = new Map(added.map(({ subject }) => [subjectKey(subject), subject]))
  return {
    digest,
    fileName,
    columns: read.table.header.map((header, index) => ({
      header,
      field: read.columns[header] ?? 'ignored',
      samples: samplesOf(read, index),
    })),
    missing: read.missing,
    rowCount: read.table.rows.length,
    series,
    unsure: plan.unsure.map(({ suggestions, ...name }) => ({ ...name, suggestions: [...suggestions] })),
    periodsWithoutTime: [...read.periodsWithoutTime],
    remarks: remarksOf(read, plan, parts.timeZone),
    addCount: count(({ action }) => action === 'add'),
    thereCount: count(({ action }) => action === 'isThere'),
    refusedCount: count(({ action }) => action === 'refuse'),
    conflictCount: count(({ conflictCount }) => conflictCount > 0),
    meetingCount: added.reduce((sum, each) => sum + each.plan.meetings.length, 0),
    dateCount: added.reduce((sum, each) => sum + each.plan.dateCount, 0),
    newGroupCount: [...groups].filter((key) => !known.has(key)).length,
    newSubjects: [...fresh].filter(([key]) => !subjects.has(key)).map(([, subject]) => subject),
    hosts: hosts.toSorted((a, b) => b.needed - a.needed),
    quotaDays: Math.max(1, ...hosts.map(quotaDays)),
    hostDays: hostDaysOf(added, hosts),
    problems: [
      ...read.issues.map(({ line, code }) => ({ row: line, message: rowProblems[code] })),
      ...plan.repeated.map(({ line, otherLine }) => ({
        row: line,
        message: `This row says the same as row ${otherLine}; it is taken once.`,
      })),
    ].toSorted((a, b) => a.row - b.row),
    importedBeforeAt: importedBeforeAt === null ? null : toIso(importedBeforeAt),
  }
}

/** What a class is of, as titles have it: "Grade 7 Mabini, Mathematics". */
export function courseOf({ sections, typedSection, subject }: PlannedSeries): string {
  const names = sections.map(({ gradeLevel, name }) => sectionTitle(gradeLevel, name))
  return `${names.length === 0 ? typedSection : names.join(' + ')}, ${subject}`
}

function titleOf(series: PlannedSeries, titlePattern: string): string {
  return topicOf(fillCourse(series.title === '' ? titlePattern : series.title, courseOf(series)))
}

function seriesOf(
  each: PlannedSeries,
  clashes: readonly SeriesClash<StandingClaim>[],
  titles: ReadonlyMap<string, string>,
  parts: PreviewParts,
): TimetableSeries {
  const { id, rows, sections, typedSection, subject, typedTeacher, host, weekDays, startsAt, durationMinutes } = each
  const { action, problem, plan } = each
  const dates = plan.meetings.flatMap((meeting) => meeting.dates)
  const conflicts = [
    ...clashes.map((clash) => conflictOf(clash, each, titles, parts)),
    ...outsideHours(each, dates, parts),
  ].toSorted((a, b) => b.dateCount - a.dateCount)
  return {
    id,
    rows: [...rows],
    title: titles.get(id) ?? '',
    sections:
      sections.length === 0 ? [typedSection] : sections.map(({ gradeLevel, name }) => sectionTitle(gradeLevel, name)),
    subject,
    teacher: typedTeacher,
    host: host === null ? null : { hostId: host.hostId, name: host.name },
    weekDays: [...weekDays],
    startsAt,
    durationMinutes,
    firstOn: dates[0]?.on ?? null,
    lastOn: dates.at(-1)?.on ?? null,
    dateCount: plan.dateCount,
    noClassCount: plan.noClassCount,
    thereCount: plan.thereCount,
    meetingCount: plan.meetings.length,
    action,
    problem: problem === null ? null : seriesProblems[problem],
    conflicts: conflicts.slice(0, mostConflicts),
    conflictCount: conflicts.length,
  }
}

function conflictOf(
  { kind, with: other, first, dateCount }: SeriesClash<StandingClaim>,
  each: PlannedSeries,
  titles: ReadonlyMap<string, string>,
  { timeZone }: PreviewParts,
): TimetableConflict {
  const isOfFile = 'series' in other
  return {
    kind,
    with: {
      seriesId: isOfFile ? other.series.id : null,
      meetingId: isOfFile ? null : (other.meetingId as MeetingId | null),
      title: isOfFile ? (titles.get(other.series.id) ?? '') : other.title,
    },
    first: timeOf(each, first, timeZone),
    dateCount,
  }
}

/** When the school is closed: such classes are allowed, and said to be outside. */
function outsideHours(
  each: PlannedSeries,
  dates: readonly TermDate[],
  { facts, timeZone }: PreviewParts,
): TimetableConflict[] {
  if (each.action !== 'add') return []
  const { opensAt, closesAt, weekDays } = facts.settings.schoolHours
  const end = minuteOfDay(each.startsAt) + each.durationMinutes
  const isOutside = each.startsAt < opensAt || end > minuteOfDay(closesAt)
  const firstDay = dates[0]
  if (firstDay === undefined) return []
  if (isOutside)
    return [
      { kind: 'outsideSchoolHours', with: null, first: timeOf(each, firstDay, timeZone), dateCount: dates.length },
    ]
  if (each.weekDays.every((weekDay) => weekDays.includes(weekDay))) return []
  const outside = dates.filter(({ on }) => !weekDays.includes(weekday(on)))
  const [first] = outside
  return first === undefined
    ? []
    : [{ kind: 'outsideSchoolHours', with: null, first: timeOf(each, first, timeZone), dateCount: outside.length }]
}

const timeOf = (
  { startsAt, durationMinutes }: PlannedSeries,
  { on, from, to }: Pick<TermDate, 'on' | 'from' | 'to'>,
  timeZone: string,
): TimetableConflict['first'] => ({
  on,
  startsAt,
  durationMinutes,
  timeZone,
  startInstant: toIso(from),
  endInstant: toIso(to),
})

function samplesOf({ table }: ReadTimetable, index: number): string[] {
  const cells = table.rows.flatMap(({ cells: row }) => (row[index] ? [row[index].slice(0, 80)] : []))
  return [...new Set(cells)].slice(0, samplesEach)
}

/** All that the file needs, in days of one host's quota, to a tenth. */
function hostDaysOf(added: readonly PlannedSeries[], hosts: readonly HostWrites[]): number {
  const limit = hosts[0]?.limit ?? 100
  const writes = added.reduce((sum, each) => sum + each.plan.meetings.length, 0)
  return Math.ceil((writes / limit) * 10) / 10
}
