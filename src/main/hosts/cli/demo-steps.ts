import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Attendance } from '../../../shared/contract/attendance.ts'
import type { InputOf, OperationName, OutputOf } from '../../../shared/contract/index.ts'
import type { Meeting } from '../../../shared/contract/meeting.ts'
import { fromIso } from '../../../shared/domain/time.ts'
import { ProblemError } from '../../../shared/problem.ts'
import type { Files } from '../../ports.ts'
import { replaceFile } from '../../secrets/atomic-file.ts'
import type { PracticeControl, PracticeTruth } from '../shared/practice-control.ts'
import { markOf, whoReallyWas } from './demo-truth.ts'
import { nextLesson, Week } from './demo-week.ts'

/** What each step of the demo works with. */
export interface Play {
  /** Runs one operation through the same door as `homeroom call`; raises its problem. */
  ask<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>>
  say(line: string): void
  readonly files: Files
  readonly control: PracticeControl
}

/** Reads come at +2 and +10 min, then until two agree and half an hour has passed: never this many. */
const mostReads = 20

/** Imports the practice school's roster file, by preview and digest. */
export async function importRoster({ ask, say }: Play): Promise<void> {
  const { file } = await ask('practice.roster', {})
  const { digest } = await ask('roster.preview', { files: [file.handle] })
  const { students } = await ask('roster.import', { files: [file.handle], digest })
  say(`2. Roster: ${students.addedCount} students imported from ${file.name}, ${students.refusedCount} rows refused`)
}

/** Schedules the first lesson of the suggested week that still lies ahead, and waits until its students are registered. */
export async function scheduleClass({ ask, say, control }: Play): Promise<Meeting> {
  const { now } = await ask('practice.state', {})
  const lesson = nextLesson(Week.parse(await control.school()), fromIso(now))
  const { sections } = await ask('section.list', {})
  const section = sections.find(({ name }) => name === lesson.section)
  if (!section) throw new ProblemError('notFound', `The roster has no section ${lesson.section}.`)
  const group = await ask('group.make', {
    sectionIds: [section.id],
    subject: lesson.subject,
    teacherEmails: [lesson.teacherEmail],
  })
  const made = await ask('meeting.schedule', {
    title: `${lesson.section}, ${lesson.subject}`,
    on: lesson.on,
    startsAt: lesson.startsAt,
    durationMinutes: lesson.durationMinutes,
    teachingGroupId: group.id,
    host: lesson.teacherEmail,
  })
  await ask('outbox.wait', { meetingIds: [made.id], timeoutSeconds: 20 })
  const meeting = await ask('meeting.get', { meetingId: made.id })
  say(`3. Scheduled: ${meeting.title}, ${lesson.on} ${lesson.startsAt}, Zoom meeting ${meeting.zoomMeetingId}`)
  say(`4. Registered: ${meeting.registeredCount} of ${meeting.expectedCount} students have a link of their own`)
  return meeting
}

/**
 * Jumps to the end of the class, then from read to read until the report is final. A class of which there is nothing to
 * read was not held, says a person.
 */
export async function collectUntilFinal({ ask, say }: Play, { id, time }: Meeting): Promise<Attendance> {
  await ask('practice.jump', { to: time.endInstant })
  for (let reads = 1; reads <= mostReads; reads++) {
    const { now, next } = await ask('practice.jump', { to: 'next' })
    // While Zoom has no report yet that is no failure: the next read comes.
    await ask('attendance.collect', { meetingId: id }).catch(() => undefined)
    const attendance = await ask('attendance.get', { meetingId: id })
    const { state, held, figures } = attendance.period
    const at = new Date(now).toLocaleTimeString('en-PH', {
      timeZone: time.timeZone,
      hour: 'numeric',
      minute: '2-digit',
    })
    say(`5. Read ${reads} at ${at}: ${state}, came ${figures.came} of ${figures.expected}`)
    if (state === 'final') return attendance
    if (next === null && held === 'unknown') {
      say('5. Did this class take place? No: the teacher never came, or nobody else did')
      const periodId = attendance.period.id
      return ask('period.answerHeld', { periodId, held: 'notHeld', reason: 'The teacher was called away' })
    }
  }
  throw new ProblemError('unexpected', 'The report did not become final.')
}

/**
 * Says of every stranger what the school knows, which students it was or that it was none; returns how many there were. The
 * list is read anew each time: an answer can settle others as well.
 */
export async function nameStrangers({ ask, say }: Play, before: Attendance, truth: PracticeTruth): Promise<number> {
  const periodId = before.period.id
  const named = new Set<string>()
  for (;;) {
    const { strangers } = await ask('match.list', { periodId })
    const stranger = strangers.find(({ key }) => !named.has(key))
    if (!stranger) return named.size
    named.add(stranger.key)
    const numbers = whoReallyWas(stranger, truth)
    const rows = before.rows.filter(({ studentNumber }) => studentNumber !== null && numbers.includes(studentNumber))
    const which = { periodId, key: stranger.key }
    if (rows.length > 0) await ask('match.resolve', { ...which, personIds: rows.map(({ personId }) => personId) })
    else await ask('match.dismiss', { ...which, reason: 'Not a student of this class' })
    const names = rows.map(({ listName }) => listName).join(' and ')
    say(`6. Who is this? "${stranger.displayName}" (${stranger.why}): ${names || 'not a student'}`)
  }
}

/**
 * Corrects by hand what no rule may decide: a student who had no working link or was left waiting is never absent by
 * itself, so somebody who knows says what was. Where there is none, an absent student is excused. Returns the attendance
 * after it.
 */
export async function correctByHand({ ask, say }: Play, before: Attendance, truth: PracticeTruth): Promise<Attendance> {
  const { period, rows } = before
  const undecided = rows.filter(({ presence }) => presence === 'notSeenYet')
  const excused = rows.find(({ presence }) => presence === 'absent')
  for (const row of undecided) {
    const real = truth.students.find(({ studentNumber }) => studentNumber === row.studentNumber)
    if (!real || real.presence === 'notHeld') continue
    const { presence, isLate, hasLeftEarly } = real
    const why = row.hadNoWorkingLink ? 'had no working link' : 'was left waiting'
    say(`7. Corrected by hand: ${row.listName} ${why}; by the adviser's word ${markOf(real)}`)
    await ask('attendance.override', {
      periodId: period.id,
      personIds: [row.personId],
      presence,
      isLate,
      hasLeftEarly,
      reason: 'The adviser telephoned the household',
    })
  }
  if (undecided.length === 0 && excused) {
    say(`7. Corrected by hand: ${excused.listName}, absent, is excused: illness`)
    await ask('attendance.override', {
      periodId: period.id,
      personIds: [excused.personId],
      presence: 'absent',
      excuse: 'illness',
      reason: 'A letter of the parents',
    })
  }
  return ask('attendance.get', { periodId: period.id })
}

/** Saves the attendance as CSV and XLSX in the folder; returns the paths. */
export async function exportAttendance(play: Play, { period }: Attendance, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const paths = []
  for (const format of ['csv', 'xlsx'] as const) {
    const { file, rows } = await play.ask('attendance.export', { periodIds: [period.id], format })
    const { bytes } = await play.files.read(file.handle)
    const path = join(folder, file.name)
    await replaceFile(path, bytes, 'the export', 0o644)
    play.say(`8. Exported: ${path} (${rows} rows)`)
    paths.push(path)
  }
  return paths
}
