import type { Handlers } from '../../shared/contract/index.ts'
import type { Attendance } from '../../shared/contract/attendance.ts'
import type { School } from '../../shared/contract/app.ts'
import { localDate } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { FileHandle } from '../../shared/ids.ts'
import type { Clock, Files } from '../ports.ts'
import type { ExportTable, writeCsv } from '../files/csv-export.ts'
import type { writeXlsx } from '../files/xlsx-export.ts'
import type { AttendanceStores } from '../store/attendance.ts'
import type { Author } from '../store/attendance-decisions.ts'
import { createCollecting, type CollectDeps, type Collecting } from './attendance-collect.ts'
import { attendanceTable, fileNameOf, summaryTable } from './attendance-export.ts'
import { attendanceOf } from './attendance-view.ts'

type Names =
  | 'attendance.collect'
  | 'attendance.get'
  | 'attendance.override'
  | 'attendance.undoOverride'
  | 'attendance.close'
  | 'attendance.rollByHand'
  | 'attendance.decideChange'
  | 'attendance.export'

/** What the operations of attendance need. */
export interface AttendanceDeps {
  readonly stores: AttendanceStores
  readonly zoom: CollectDeps['zoom']
  readonly files: Files
  readonly writeCsv: typeof writeCsv
  readonly writeXlsx: typeof writeXlsx
  /** The school as it stands: its zone decides the times in exports, its kind marks those of the practice school. */
  readonly school: () => School
  /** Which computer decides, for the log of decisions. */
  readonly device: string
  readonly clock: Clock
  readonly newId: () => string
  readonly log: CollectDeps['log']
}

/** Who decides: until people sign in, the role that the door acts for. */
export function authorOf(deps: Pick<AttendanceDeps, 'device' | 'clock' | 'newId'>, caller: { role: string }): Author {
  return { actor: caller.role, device: deps.device, at: deps.clock.now(), newId: deps.newId }
}

/** Collecting, marks, corrections by hand and exports; and the collecting itself, for the poller. */
export function createAttendanceOperations(deps: AttendanceDeps): {
  readonly handlers: Handlers<Names>
  readonly collecting: Collecting
} {
  const { stores, clock, files } = deps
  const { attendance, periods, overrides } = stores
  const collecting = createCollecting({ ...deps, reads: stores.reads })

  const get = async (periodId: string): Promise<Attendance> => {
    const now = clock.now()
    return attendanceOf(await attendance.get(periodId, now), now)
  }

  const periodOf = async (which: { periodId?: string | undefined; meetingId?: string | undefined }): Promise<string> =>
    which.periodId ?? (await periods.ofMeeting(which.meetingId!, clock.now()))

  const exported = async (input: {
    periodIds?: readonly string[] | undefined
    fromOn?: string | undefined
    toOn?: string | undefined
    sectionId?: string | undefined
  }): Promise<readonly number[]> => {
    if (input.periodIds !== undefined) return attendance.keysOf(input.periodIds)
    const today = localDate(clock.now(), deps.school().timeZone)
    const fromOn = input.fromOn ?? input.toOn ?? today
    const toOn = input.toOn ?? fromOn
    if (fromOn > toOn) {
      throw new ProblemError('invalidInput', 'The first day lies after the last one.', {
        field: 'fromOn',
        fix: 'Choose an earlier first day.',
      })
    }
    const rows = await periods.keysOf({ fromOn, toOn, sectionId: input.sectionId })
    // Of a class that is still to come there is nothing to export.
    return rows.filter(({ endAt, hasState }) => hasState || endAt <= clock.now()).map(({ key }) => key)
  }

  const handlers: Handlers<Names> = {
    'attendance.collect': async (which) => {
      const periodId = await periodOf(which)
      const [key] = await attendance.keysOf([periodId])
      await collecting.collect(key!)
      return get(periodId)
    },

    'attendance.get': async (which) => get(await periodOf(which)),

    'attendance.override': async ({ periodId, personIds, presence, isLate, hasLeftEarly, excuse, reason }, caller) => {
      const counts = presence === 'present'
      const wanted = [...new Set<string>(personIds)].map((personId) => ({
        personId,
        presence,
        // Late and left early belong to somebody who is present.
        isLate: counts && isLate,
        hasLeftEarly: counts && hasLeftEarly,
        excuse: excuse ?? null,
      }))
      await overrides.override(periodId, wanted, reason, authorOf(deps, caller))
      return get(periodId)
    },

    'attendance.undoOverride': async ({ periodId, personIds }, caller) => {
      await overrides.undo(periodId, personIds, authorOf(deps, caller))
      return get(periodId)
    },

    'attendance.close': async ({ periodId, reason }, caller) => {
      await attendance.close(periodId, reason, authorOf(deps, caller))
      return get(periodId)
    },

    'attendance.rollByHand': async ({ periodId, absentIds, lateIds }, caller) => {
      await overrides.rollByHand(periodId, { absentIds, lateIds }, authorOf(deps, caller))
      return get(periodId)
    },

    'attendance.decideChange': async ({ periodId, accept, reason }, caller) => {
      await attendance.decideChange(periodId, accept, reason, authorOf(deps, caller))
      return get(periodId)
    },

    'attendance.export': async ({ format, ...which }) => {
      const keys = await exported(which)
      const views = await attendance.export(keys, clock.now())
      if (views.length === 0) {
        throw new ProblemError('notFound', 'There is no class in these days that has any attendance yet.', {
          fix: 'Choose other days.',
        })
      }
      const school = deps.school()
      const table = attendanceTable(views, school, clock.now())
      const file = {
        name: fileNameOf(views, school, format, clock.now()),
        ...(format === 'csv'
          ? csvOf(deps, table)
          : await xlsxOf(deps, table, summaryTable(views, school, clock.now()))),
      }
      const handle = (await files.write(file)) as FileHandle
      const { name, mediaType, bytes } = file
      return { file: { handle, name, mediaType, sizeBytes: bytes.byteLength }, rows: table.rows.length }
    },
  }
  return { handlers, collecting }
}

const csvOf = (deps: AttendanceDeps, table: ExportTable) => ({
  mediaType: 'text/csv',
  bytes: deps.writeCsv(table),
})

const xlsxOf = async (deps: AttendanceDeps, table: ExportTable, summary: ExportTable) => ({
  mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  bytes: await deps.writeXlsx([
    { name: 'Attendance', ...table },
    { name: 'Classes', ...summary },
  ]),
})
