import { aliasOf, isMamas, pairName, strangerNames } from './aliases.ts'
import type { ClassTimes } from './class-plan.ts'
import { findStudent } from './expected.ts'
import type { Invited } from './expected.ts'
import { nameKey, plainName } from './names.ts'
import type { ExpectedStudent } from './practice-class.ts'
import { createRandom } from './random.ts'
import type { HeldClass, Meeting } from './state.ts'
import type { World } from './world.ts'

/** What one person, or one device with two, means to do in a class, before Zoom cuts it into rows. */
export interface Visit {
  /** Names the visit's stream of random numbers. */
  readonly who: string
  readonly displayName: string
  readonly arriveAt: number
  readonly leaveAt: number
  readonly registrantId: string
  readonly registrantEmail: string
  readonly customerKey: string
  readonly studentNumbers: readonly string[]
  readonly role: 'student' | 'stranger' | 'staff'
  readonly staffEmail: string
  readonly hasSecondDevice: boolean
  /** Seconds before the door until somebody opens; null when nobody does. */
  readonly waitSeconds: number | null
  readonly isUnsteady: boolean
}

/** The frame in which visits happen. */
export interface ClassFrame {
  readonly world: World
  readonly meeting: Meeting
  readonly held: HeldClass
  readonly times: ClassTimes
  readonly invited: Invited
}

/** What everybody but the host does in the class. Depends on the seed, the class and the person alone. */
export function visitsOf(frame: ClassFrame): Visit[] {
  if (frame.times.runs.length === 0 || frame.times.story === 'alone') return []
  const { world, meeting, held, invited } = frame
  const { students } = invited
  const names = new Map<string, string[]>()
  for (const each of students) {
    const key = nameKey(each.displayName)
    names.set(key, [...(names.get(key) ?? []), each.number])
  }
  const visits: Visit[] = []
  const pairs = pairsOf(frame, students)
  const led = new Set(pairs.map(([, second]) => second.number))
  for (const each of students.filter((student) => !led.has(student.number))) {
    const partner = pairs.find(([first]) => first.number === each.number)?.[1]
    const isOthers = (key: string): boolean => names.get(key)?.some((number) => number !== each.number) === true
    const visit = studentVisit(frame, each, partner, isOthers)
    if (visit !== null) visits.push(visit)
  }
  for (const registrant of invited.staff) {
    const random = createRandom(world.state.seed, 'staff', meeting.id, held.key, registrant.email)
    if (random.chance(0.4)) visits.push(guestVisit(frame, registrant.email, 'staff', registrant.id))
  }
  const random = createRandom(world.state.seed, 'strangers', meeting.id, held.key)
  if (students.length > 0 && random.chance(0.12))
    visits.push(guestVisit(frame, random.pick(strangerNames), 'stranger', ''))
  if (students.length > 0 && random.chance(0.05)) {
    visits.push(guestVisit(frame, world.school.staff[0]?.email ?? '', 'staff', ''))
  }
  return [...visits, ...scriptedVisits(frame)]
}

/** Brothers and sisters in this class who sit before one device, out of habit. */
function pairsOf(
  frame: ClassFrame,
  students: readonly ExpectedStudent[],
): (readonly [ExpectedStudent, ExpectedStudent])[] {
  const homes = new Map<string, ExpectedStudent[]>()
  for (const each of students) {
    const home = findStudent(frame.world.school, each.number)?.household
    if (home !== undefined) homes.set(home, [...(homes.get(home) ?? []), each])
  }
  return [...homes].flatMap(([home, members]) => {
    const [first, second] = members
    const shares = createRandom(frame.world.state.seed, 'shares a device', home).chance(0.6)
    return first !== undefined && second !== undefined && shares ? [[first, second] as const] : []
  })
}

function studentVisit(
  frame: ClassFrame,
  who: ExpectedStudent,
  partner: ExpectedStudent | undefined,
  isOthers: (key: string) => boolean,
): Visit | null {
  const { world, meeting, held } = frame
  const habit = createRandom(world.state.seed, 'habit', who.number)
  const day = createRandom(world.state.seed, 'day', meeting.id, held.key, who.number)
  const span = spanOf(frame, day, habit.chance(0.04) ? 0.45 : 0.06)
  if (span === null) return null
  const student = findStudent(world.school, who.number)
  const likesAlias = habit.chance(0.14) || isMamas(student)
  const borrowed = borrowedLink(frame, who, day, isOthers)
  const wantsLink = who.registrantId !== '' && !day.chance(0.06)
  const isAliased = likesAlias ? day.chance(0.85) : day.chance(wantsLink ? 0.02 : 0.25)
  const ownLink = wantsLink ? { id: who.registrantId, email: who.email } : { id: '', email: '' }
  const link = partner === undefined ? (borrowed ?? ownLink) : ownLink
  const plain = link.id === '' && student !== undefined ? plainName(student.name) : who.displayName
  const shown = borrowed === null && isAliased ? aliasOf(world.state.seed, who, student, isOthers) : plain
  return {
    who: who.number,
    displayName:
      partner === undefined ? shown : pairName(who, student, partner, findStudent(world.school, partner.number)),
    ...span,
    registrantId: link.id,
    registrantEmail: link.email,
    customerKey: '',
    studentNumbers: partner === undefined ? [who.number] : [who.number, partner.number],
    role: 'student',
    staffEmail: '',
    hasSecondDevice: partner === undefined && borrowed === null && day.chance(0.05),
    waitSeconds: waitOf(day),
    isUnsteady: day.chance(0.16),
  }
}

/** Somebody else's link: only by students whose name, shown in full, gives them away. */
function borrowedLink(
  frame: ClassFrame,
  who: ExpectedStudent,
  day: ReturnType<typeof createRandom>,
  isOthers: (key: string) => boolean,
): { id: string; email: string } | null {
  const isBorrowing = day.chance(0.02)
  if (!isBorrowing || isOthers(nameKey(who.displayName))) return null
  const lenders = frame.invited.students.filter((each) => each.registrantId !== '' && each.number !== who.number)
  if (lenders.length === 0) return null
  const lender = day.pick(lenders)
  return { id: lender.registrantId, email: lender.email }
}

function waitOf(day: ReturnType<typeof createRandom>): number | null {
  const draw = day.next()
  if (draw < 0.008) return null
  return draw < 0.03 ? day.whole(6 * 60, 13 * 60) : day.whole(3, 45)
}

/** When somebody comes and goes; null for those who stay away. */
function spanOf(
  frame: ClassFrame,
  day: ReturnType<typeof createRandom>,
  absence: number,
): { readonly arriveAt: number; readonly leaveAt: number } | null {
  const { runs } = frame.times
  const openAt = runs[0]?.startAt ?? 0
  const closeAt = runs.at(-1)?.endAt ?? 0
  const startAt = frame.held.startAt
  const endAt = startAt + frame.held.minutes * 60_000
  const base = Math.max(openAt, startAt)
  const end = Math.min(closeAt, endAt)
  const seconds = (low: number, high: number): number => day.whole(low, Math.max(low, high)) * 1000
  const length = Math.max(0, Math.floor((end - base) / 1000))
  const draw = day.next()
  const usualArrival = Math.max(startAt + seconds(-420, 150), openAt + seconds(1, 40))
  const usualLeave = day.chance(0.7) ? closeAt : closeAt - seconds(1, 60)
  if (draw < absence) return null
  if (draw > 0.995 && closeAt > endAt + 90_000) return { arriveAt: endAt + seconds(5, 40), leaveAt: closeAt }
  const kind = day.next()
  if (kind < 0.12) return { arriveAt: base + seconds(180, Math.min(1500, length - 420)), leaveAt: usualLeave }
  if (kind < 0.18)
    return { arriveAt: usualArrival, leaveAt: end - seconds(Math.min(300, length), Math.min(1500, length - 240)) }
  if (kind < 0.22) {
    const arriveAt = Math.max(usualArrival, base + seconds(-60, Math.max(0, length - 900)))
    return { arriveAt, leaveAt: Math.min(arriveAt + seconds(120, 840), closeAt) }
  }
  return { arriveAt: usualArrival, leaveAt: usualLeave }
}

function guestVisit(frame: ClassFrame, name: string, role: 'staff' | 'stranger', registrantId: string): Visit {
  const random = createRandom(frame.world.state.seed, 'guest', frame.meeting.id, frame.held.key, name)
  const member = frame.world.school.staff.find((each) => each.email === name.toLowerCase())
  const openAt = frame.times.runs[0]?.startAt ?? 0
  const closeAt = frame.times.runs.at(-1)?.endAt ?? 0
  const arriveAt = openAt + Math.floor(((closeAt - openAt) * random.next() * 0.6) / 1000) * 1000 + 1000
  return {
    who: name,
    displayName: member === undefined ? name : plainName(member.name),
    arriveAt,
    leaveAt: Math.min(closeAt, arriveAt + random.whole(180, 1500) * 1000),
    registrantId,
    registrantEmail: registrantId === '' ? '' : name,
    customerKey: '',
    studentNumbers: [],
    role,
    staffEmail: member?.email ?? '',
    hasSecondDevice: false,
    waitSeconds: random.whole(5, 60),
    isUnsteady: false,
  }
}

function scriptedVisits(frame: ClassFrame): Visit[] {
  return frame.meeting.scripted
    .filter((each) => each.key === null || each.key === frame.held.key)
    .map((each, i) => {
      const lender = frame.invited.registrants.find((one) => one.email === each.linkEmail)
      return {
        who: `scripted ${i}`,
        displayName: each.displayName,
        arriveAt: frame.held.startAt + each.joinSecond * 1000,
        leaveAt: frame.held.startAt + each.leaveSecond * 1000,
        registrantId: lender?.id ?? '',
        registrantEmail: lender?.email ?? '',
        customerKey: each.customerKey,
        studentNumbers: each.studentNumbers,
        role: each.studentNumbers.length > 0 ? 'student' : 'stranger',
        staffEmail: '',
        hasSecondDevice: false,
        waitSeconds: 0,
        isUnsteady: false,
      }
    })
}
