import type { Page } from '@playwright/test'
import type { OutputOf } from '../../src/shared/contract/index.ts'
import type { ClassPeriodId, MeetingId, SectionId } from '../../src/shared/ids.ts'
import { callIn } from './call.ts'

/** The practice school with its small roster imported, through the page's own door; resolves to its sections. */
export async function enterSchool(page: Page): Promise<OutputOf<'section.list'>['sections']> {
  await callIn(page, 'practice.start', {})
  const { file } = await callIn(page, 'practice.roster', {})
  const { digest } = await callIn(page, 'roster.preview', { files: [file.handle] })
  await callIn(page, 'roster.import', { files: [file.handle], digest })
  return (await callIn(page, 'section.list', {})).sections
}

/** A class of a section, scheduled for the next whole hour of the practice school and known to its Zoom. */
export async function scheduleClass(page: Page, sectionId: SectionId, subject = 'Mathematics') {
  const { hosts } = await callIn(page, 'account.listHosts', {})
  const host = hosts.find(({ isLicensed }) => isLicensed)!
  const group = await callIn(page, 'group.make', { sectionIds: [sectionId], subject, teacherEmails: [host.email] })
  const { now } = await callIn(page, 'practice.state', {})
  // Far enough for the clock to run on while Homeroom gets over a fault of Zoom.
  const start = new Date(Math.ceil((Date.parse(now) + 1_800_000) / 3_600_000) * 3_600_000)
  // The school's wall is eight hours ahead, all year.
  const wall = new Date(start.getTime() + 8 * 3_600_000).toISOString()
  return callIn(page, 'meeting.schedule', {
    title: group.title,
    on: wall.slice(0, 10),
    startsAt: wall.slice(11, 16),
    durationMinutes: 50,
    teachingGroupId: group.id,
    host: host.hostId,
    waitSeconds: 20,
  })
}

/** Lives a class through until its attendance is final; resolves to it. */
export async function liveThrough(page: Page, meetingId: MeetingId): Promise<OutputOf<'attendance.get'>> {
  const meeting = await callIn(page, 'meeting.get', { meetingId })
  const end = Date.parse(meeting.time.endInstant)
  for (const minutes of [3, 31, 51]) {
    await callIn(page, 'practice.jump', { to: new Date(end + minutes * 60_000).toISOString() })
    // Before the report is there, and while another read runs, there is nothing to read: the next jump reads again.
    await callIn(page, 'attendance.collect', { meetingId }).catch(() => undefined)
  }
  return callIn(page, 'attendance.get', { meetingId })
}

/** Goes to a place of the app without a press. */
export async function visit(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => (window.location.hash = to), hash)
}

/** The attendance of a period as it is kept. */
export const attendanceOf = (page: Page, periodId: ClassPeriodId) => callIn(page, 'attendance.get', { periodId })
