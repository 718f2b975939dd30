import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Attendance } from '../../../shared/contract/attendance.ts'
import type { InputOf, OperationName, OutputOf } from '../../../shared/contract/index.ts'
import { ProblemError } from '../../../shared/problem.ts'
import { globalFlags, parseFlags, toHostOptions } from '../shared/global-flags.ts'
import { discardFolder } from '../shared/passing-folder.ts'
import { createPracticeControl, type PracticeTruth } from '../shared/practice-control.ts'
import { readPracticeServer } from '../shared/practice.ts'
import { withApplication, type Session } from '../shared/session.ts'
import { UsageError } from '../shared/usage.ts'
import { practiceFolder } from '../shared/worker-ports.ts'
import { caller } from './caller.ts'
import {
  collectUntilFinal,
  correctByHand,
  exportAttendance,
  importRoster,
  nameStrangers,
  scheduleClass,
  type Play,
} from './demo-steps.ts'
import { markOf, trueMarkOf } from './demo-truth.ts'

const flags = { ...globalFlags, out: { type: 'string' }, keep: { type: 'boolean' } } as const

/** What the demo came to; printed with `--json`. */
interface Outcome {
  readonly students: number
  readonly strangers: number
  readonly figures: Attendance['period']['figures']
  readonly files: readonly string[]
  /** Marks that are not what really happened, one sentence each. */
  readonly differences: readonly string[]
}

/**
 * `homeroom demo`: lives the whole main job through against the practice school, prints each step and the attendance, and
 * leaves the exports in a folder. Exit 0 only when every mark equals what really happened.
 */
export async function demo(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, flags)
  if (positionals.length > 0) throw new UsageError('"demo" takes no further words.')
  const out = resolve(values.out ?? 'homeroom-demo')
  const isKept = values.keep === true || values.data !== undefined
  const data = values.data === undefined ? await mkdtemp(join(tmpdir(), 'homeroom-demo-')) : resolve(values.data)
  const say = (line: string) => void (values.json === true || process.stdout.write(`${line}\n`))
  try {
    return await withApplication({ ...toHostOptions(values), data }, async (session) => {
      const outcome = await liveThrough(session, data, out, say)
      if (values.json) process.stdout.write(`${JSON.stringify(outcome)}\n`)
      return outcome.differences.length === 0 ? 0 : 1
    })
  } finally {
    if (isKept) process.stderr.write(`The demo's school stays in ${data}\n`)
    else await discardFolder(data)
  }
}

async function liveThrough(session: Session, data: string, out: string, say: Play['say']): Promise<Outcome> {
  const { name: school } = await ask('practice.start', {})
  say(`1. Set up: ${school}`)
  const server = await readPracticeServer(practiceFolder(data))
  if (server === null) throw new ProblemError('unexpected', 'The practice school runs, but not where it should.')
  const control = createPracticeControl(server)
  const play: Play = { ask, say, control, files: session.host.services.files }

  await importRoster(play)
  const meeting = await scheduleClass(play)
  const collected = await collectUntilFinal(play, meeting)
  const truth = await control.truth(meeting.zoomMeetingId ?? '')
  const strangers = await nameStrangers(play, collected, truth)
  const settled = await ask('attendance.get', { periodId: collected.period.id })
  const attendance = await correctByHand(play, settled, truth)
  const files = await exportAttendance(play, attendance, out)

  say(`\n${tableOf(attendance)}`)
  const differences = compare(attendance, truth)
  const count = attendance.rows.length
  if (differences.length === 0) say(`All ${count} marks are what really happened.`)
  else say(`${differences.length} of ${count} marks are not what really happened:\n${differences.join('\n')}`)
  return { students: count, strangers, figures: attendance.period.figures, files, differences }

  async function ask<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>> {
    const result = await session.application.call(name, input, caller)
    if (result.ok) return result.value as OutputOf<Name>
    const { kind, message, ...extra } = result.problem
    throw new ProblemError(kind, `${name}: ${message}`, extra)
  }
}

/** Each student's mark against what the school itself knows; and nobody of the class may be missing. */
function compare({ rows }: Attendance, truth: PracticeTruth): string[] {
  const wrong = rows.flatMap((row) => {
    const [mark, real] = [markOf(row), trueMarkOf(row, truth)]
    return mark === real ? [] : [`${row.listName}: marked ${mark}, really ${real ?? 'not of this class'}`]
  })
  const listed = new Set(rows.map(({ studentNumber }) => studentNumber))
  const missing = truth.students.filter(({ studentNumber }) => !listed.has(studentNumber))
  return [...wrong, ...missing.map(({ studentNumber }) => `Student ${studentNumber} is not on the list.`)]
}

function tableOf({ period: { figures }, rows }: Attendance): string {
  const width = Math.max(...rows.map(({ listName }) => listName.length))
  const lines = rows.map((row) => {
    const byHand = row.byTheRule === null ? '' : ` (by hand; by the rule: ${markOf(row.byTheRule)})`
    return `${row.listName.padEnd(width)}  ${String(Math.floor(row.seconds / 60)).padStart(7)}  ${markOf(row)}${byHand}`
  })
  const rate = Math.round((figures.attendanceRate ?? 0) * 100)
  const total = `Came ${figures.came} of ${figures.expected}; attendance rate ${rate} %`
  return [`${'Student'.padEnd(width)}  Minutes  Mark`, ...lines, total].join('\n')
}
