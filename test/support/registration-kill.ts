import { sql } from 'drizzle-orm'
import { addDays, localDate } from '../../src/shared/domain/time.ts'
import { PersonId, type MeetingId, type SectionId } from '../../src/shared/ids.ts'
import { enrolling } from './enrolling.ts'
import { openKillableSchool, runAndKill, runToEnd } from './killable-school.ts'
import { madeStudents, makeSection } from './section.ts'

/** What was found after a script. */
export interface Registered {
  /** What is wrong, one sentence each; empty when everything agrees. */
  readonly faults: readonly string[]
  /** What was done, in order. */
  readonly deeds: readonly string[]
  /** How many senders were killed. */
  readonly killed: number
}

type School = Awaited<ReturnType<typeof openKillableSchool>>

const dayMs = 86_400_000
const ownDomain = 'students.school.example'

/** What Zoom does wrong, and on which calls; each some times only. */
const zoomFaults = [
  { name: 'dropConnection', call: 'POST /meetings' },
  { name: 'serverError', call: 'POST /meetings' },
  { name: 'serverError', call: 'GET /meetings' },
  { name: 'dropConnection', call: 'PUT /meetings' },
  { name: 'rateLimitPerSecond' },
  { name: 'concurrentRequests' },
  { name: 'rateLimitDaily', call: 'POST /meetings' },
  { name: 'registrationOff' },
  { name: 'tokenInvalid' },
] as const

/**
 * Plays one script of so many deeds for a class of one date and a series of one section, which `random` decides; then lets
 * Zoom work again, has everybody registered, and compares screen, database and Zoom.
 */
export async function playRegistrations(random: () => number, deedCount: number): Promise<Registered> {
  const pick = (bound: number) => Math.floor(random() * bound)
  const hasDomain = random() < 0.5
  const school = await openKillableSchool({
    rules: { allowedDomains: [], schoolAddressPattern: hasDomain ? `s-{personId}@${ownDomain}` : null },
  })
  const deeds: string[] = []
  let killed = 0
  let sender = 0
  let aheadMs = 0
  try {
    const { office, practice, toll, host, database, clock } = school
    const rosters = enrolling({ database, clock, rules: await rulesOf(hasDomain) })
    const { sectionId, personIds } = await makeSection(database, { name: 'Mabini', students: madeStudents(8) })
    const isIn = new Map(personIds.map((id) => [id, true]))
    for (const number of [0, 1, 2]) isIn.set(await rosters.add(`pool${number}@school.example`, null), false)
    const people = [...isIn.keys()]
    const stays = new Map<string, number>()
    const on = addDays(localDate(Date.now(), 'Asia/Manila'), 9)
    const form = { title: 'Science', sectionId: sectionId as SectionId, host: host.email, waitSeconds: 0, on }
    const meetingIds = [
      (await office.call('meeting.schedule', { ...form, startsAt: '09:00' })).id,
      (
        await office.call('meeting.schedule', {
          ...form,
          startsAt: '13:00',
          kind: 'series',
          repeat: { every: 'week', ends: { afterDates: 3 } },
        })
      ).id,
    ]

    const crash = async () => {
      let left = pick(30)
      const over = new AbortController()
      const isKilled = await runAndKill(
        school.orders(sender++, aheadMs),
        toll.hold(() => left-- <= 0, over.signal),
      )
      over.abort()
      toll.letGo()
      killed += isKilled ? 1 : 0
      return isKilled ? 'the sender is killed' : 'the sender ends'
    }
    const deed = async (): Promise<string> => {
      const person = people[pick(people.length)]!
      const other = people[pick(people.length)]!
      const meetingId = meetingIds[pick(meetingIds.length)]!
      const name = `person ${people.indexOf(person)}`
      switch (pick(9)) {
        case 0:
        case 1: {
          const wasIn = isIn.get(person)
          // Each stay is of two days of its own, long ago, or goes on.
          const stay = stays.get(person) ?? 0
          const firstOn = addDays(on, 2 * stay - 100)
          const { changedCount } = wasIn
            ? await rosters.leave(person, addDays(firstOn, 1))
            : await rosters.enroll(person, sectionId, firstOn)
          if (changedCount !== 1) throw new Error(`${name} could not ${wasIn ? 'leave' : 'enroll'}.`)
          isIn.set(person, !wasIn)
          if (wasIn) stays.set(person, stay + 1)
          return `${name} ${wasIn ? 'leaves' : 'enrolls'}`
        }
        case 2: {
          const address = [
            `new${pick(1000)}@school.example`,
            `student${people.indexOf(other)}@school.example`,
            host.email,
          ][pick(3)]!
          await rosters.readdress(person, [{ address, owner: 'own' }])
          return `${name} gets ${address}`
        }
        case 3:
          await rosters.readdress(person, pick(2) === 0 ? [] : [{ address: 'home@school.example', owner: 'own' }])
          return `${name} has no address of their own`
        case 4: {
          const fault = { ...zoomFaults[pick(zoomFaults.length)]!, times: 1 + pick(2) }
          await practice.control('POST /faults', fault)
          return `fault ${JSON.stringify(fault)}`
        }
        case 5:
          if (pick(2) === 0) await office.call('registration.stop', { meetingId })
          else await office.call('meeting.registerAgain', { meetingId })
          return `meeting ${meetingIds.indexOf(meetingId)} stops or goes on`
        case 6:
          if (!isIn.get(person)) return 'nothing'
          await office.call('registration.registerStudent', { personId: PersonId.parse(person), waitSeconds: 0 })
          return `${name} is registered`
        default:
          return crash()
      }
    }
    for (let number = 0; number < deedCount; number += 1) deeds.push(await deed())

    await practice.control('DELETE /faults')
    for (const meetingId of meetingIds) await office.call('meeting.registerAgain', { meetingId })
    for (let tries = 0; tries < 6; tries += 1) {
      const isEnd = await runToEnd(school.orders(sender++, aheadMs))
      const { waiting, refused } = await office.call('outbox.wait', { timeoutSeconds: 0 })
      if (isEnd && waiting === 0 && refused === 0) break
      if (isEnd) await office.call('outbox.retry', {})
      else {
        // Limits of the day: they are over tomorrow, here and at Zoom.
        aheadMs += dayMs
        await practice.control('POST /jump', { to: new Date(Date.now() + aheadMs).toISOString() })
        deeds.push('a day passes')
      }
    }
    const faults: string[] = []
    for (const meetingId of meetingIds) faults.push(...(await disagreements(school, meetingId, isIn, hasDomain)))
    const { waiting, refused } = await office.call('outbox.wait', { timeoutSeconds: 0 })
    if (waiting > 0 || refused > 0) {
      const { entries } = await office.call('outbox.list', {})
      faults.push(`${waiting} entries wait and ${refused} are refused: ${JSON.stringify(entries)}.`)
    }
    return { faults, deeds, killed }
  } finally {
    await school.close()
  }
}

const rulesOf = async (hasDomain: boolean) => ({
  allowedDomains: [],
  schoolAddressPattern: hasDomain ? `s-{personId}@${ownDomain}` : null,
})

/** Where screen, database and Zoom tell different things of a meeting. */
async function disagreements(
  { office, client, database, host }: School,
  meetingId: MeetingId,
  isIn: ReadonlyMap<string, boolean>,
  hasDomain: boolean,
): Promise<string[]> {
  const faults: string[] = []
  const must = (isSo: boolean, sentence: string) => {
    if (!isSo) faults.push(sentence)
  }
  const meeting = await office.call('meeting.get', { meetingId })
  const { registrations, counts } = await office.call('registration.list', { meetingId })
  const atZoom = await client.listRegistrants(meeting.zoomMeetingId!)
  const kept = await database.read((db) =>
    db.get<{ registered: number; total: number }>(sql`
      select coalesce(sum(r.state = 'registered'), 0) as registered, count(*) as total from registrants r
      join meetings m on m.key = r.meeting_key where m.id = ${meetingId} and r.state <> 'cancelled'`),
  )
  const owners = await addressesOf(database)
  const expected = [...isIn].filter(([, is]) => is).map(([id]) => id)

  must(meeting.expectedCount === expected.length, `${meeting.expectedCount} are expected, not ${expected.length}.`)
  must(counts.total === expected.length, `The list counts ${counts.total}, not ${expected.length}.`)
  must(kept.total === expected.length, `The database has ${kept.total}, not ${expected.length}.`)
  const screen = counts.registered + counts.already
  must(screen === meeting.registeredCount, `The list counts ${screen}, the meeting ${meeting.registeredCount}.`)
  must(kept.registered === screen, `The database has ${kept.registered} registered, the screen ${screen}.`)
  must(atZoom.length === screen, `Zoom has ${atZoom.length} registrants, the screen ${screen}.`)
  must(counts.waiting === 0 && counts.pending === 0, `${counts.waiting} wait and ${counts.pending} are pending.`)

  const links = new Map(atZoom.map(({ email, joinUrl }) => [email.toLowerCase(), joinUrl]))
  for (const { personId, state, address, joinUrl, refusal } of registrations) {
    if (state === 'cancelled') {
      must(!expected.includes(personId), 'Somebody of the class is cancelled.')
      continue
    }
    must(expected.includes(personId), 'Somebody is registered who left.')
    const own = owners.get(personId) ?? []
    if (state === 'registered') {
      must(links.get(address ?? '') === joinUrl, `Zoom has another link for ${address}.`)
      const isTheirs = own.some((each) => each.address === address) || address?.endsWith(ownDomain) === true
      must(isTheirs, `${address} is not theirs.`)
    } else {
      const usable = own.filter((each) => each.count === 1 && each.address !== host.email.toLowerCase())
      const isHost = own.some((each) => each.address === host.email.toLowerCase())
      must(usable.length === 0 && (!hasDomain || isHost), `Somebody with ${usable[0]?.address} is ${refusal ?? state}.`)
    }
  }
  const addresses = registrations.flatMap(({ state, address }) => (state === 'registered' ? (address ?? []) : []))
  must(new Set(addresses).size === addresses.length, 'Two students are registered with one address.')
  return faults
}

/** Each person's own addresses, with how many people have each. */
function addressesOf(database: School['database']) {
  return database.read((db) =>
    Map.groupBy(
      db.all<{ personId: string; address: string; count: number }>(sql`
        select p.id as personId, e.address,
          (select count(distinct o.person_key) from emails o where o.address = e.address) as count
        from emails e join persons p on p.key = e.person_key where e.owner = 'own'`),
      ({ personId }) => personId,
    ),
  )
}
