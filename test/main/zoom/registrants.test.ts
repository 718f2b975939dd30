import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { NewRegistrant } from '../../../src/main/zoom/model.ts'
import {
  clientOf,
  leapClock,
  meetingPoint,
  realClock,
  rejection,
  scriptedZoom,
  type ScriptedAnswer,
  type ScriptedZoom,
  type SeenCall,
} from './support.ts'

let zoom: ScriptedZoom
beforeEach(async () => {
  zoom = await scriptedZoom()
})
afterEach(() => zoom.close())

const students = (count: number, from = 0): NewRegistrant[] =>
  Array.from({ length: count }, (_, i) => ({
    key: `person-${from + i}`,
    email: `s-${from + i}@paaralan.example`,
    firstName: `Juan ${from + i}`,
    lastName: 'dela Cruz',
  }))
const scheduled = { id: '7', type: 'scheduled' } as const
const series = { id: '7', type: 'recurringFixedTime' } as const
const registrantOf = (email: string) => ({
  registrant_id: `r-${email.split('@')[0]}`,
  join_url: `https://zoom.us/w/7?tk=${email.length}`,
})
const single: (call: SeenCall) => ScriptedAnswer = ({ body }) => ({
  status: 201,
  json: { id: 7, ...registrantOf((body as { email: string }).email) },
})
const rowsOf = ({ body }: SeenCall) => (body as { registrants: { email: string }[] }).registrants
const batch: (call: SeenCall) => ScriptedAnswer = (call) => ({
  status: 201,
  json: { registrants: rowsOf(call).map(({ email }) => ({ email: email.toUpperCase(), ...registrantOf(email) })) },
})
const countOf = (call: string) => zoom.calls.filter(({ method, path }) => `${method} ${path}` === call).length
const batches = 'POST /meetings/7/batch_registrants'
const singles = 'POST /meetings/7/registrants'
const lists = 'GET /meetings/7/registrants'
const statusesOf = (outcomes: readonly { status: string }[]) => outcomes.map(({ status }) => status)

beforeEach(() => {
  zoom.on('POST', '/meetings/7/batch_registrants', batch)
  zoom.on('POST', '/meetings/7/registrants', single)
})

describe('registering many', () => {
  test('takes batches of thirty for a single meeting, and keeps the order', async () => {
    const rows = students(95)
    const outcomes = await clientOf(zoom).addRegistrants(scheduled, rows)
    expect(outcomes.map(({ key }) => key)).toEqual(rows.map(({ key }) => key))
    expect(outcomes[94]).toEqual({
      key: 'person-94',
      status: 'registered',
      registrantId: 'r-s-94',
      joinUrl: expect.stringContaining('tk='),
    })
    expect([countOf(batches), countOf(singles), countOf(lists)]).toEqual([4, 0, 0])
    expect(zoom.calls.map((call) => rowsOf(call).length).toSorted((a, b) => a - b)).toEqual([5, 30, 30, 30])
  })

  test('takes single calls for a series, side by side', async () => {
    // The first is answered only when a third has come.
    const three = meetingPoint(3)
    zoom.on('POST', '/meetings/7/registrants', async (call) => {
      await three()
      return single(call)
    })
    const outcomes = await clientOf(zoom, { clock: realClock, plan: 'business' }).addRegistrants(series, students(12))
    expect(new Set(statusesOf(outcomes))).toEqual(new Set(['registered']))
    expect(countOf(singles)).toBe(12)
  })

  test('goes one by one after "too many concurrent", and still gets everybody in', async () => {
    let running = 0
    // As many singles as the client sends at once.
    const mostOnTheirWay = 16
    let isCrowded = false
    let after = 0
    let mostAfter = 0
    zoom.on('POST', '/meetings/7/registrants', async (call) => {
      running++
      try {
        if (running > 1 && !isCrowded) {
          isCrowded = true
          return {
            status: 429,
            json: {
              code: 429,
              message: 'Too many concurrent requests. A request to add a registrant is already running.',
            },
          }
        }
        // What was on its way when Zoom complained has come after so many.
        if (isCrowded && ++after > mostOnTheirWay) mostAfter = Math.max(mostAfter, running)
        await new Promise((resolve) => setTimeout(resolve, 10))
        return single(call)
      } finally {
        running--
      }
    })
    const outcomes = await clientOf(zoom, { clock: realClock, plan: 'business' }).addRegistrants(series, students(40))
    expect(new Set(statusesOf(outcomes))).toEqual(new Set(['registered']))
    expect(after).toBeGreaterThan(mostOnTheirWay + 10)
    expect(mostAfter).toBe(1)
  })

  test('sends nobody where there is nobody', async () => {
    expect(await clientOf(zoom).addRegistrants(scheduled, [])).toEqual([])
    expect(zoom.calls).toHaveLength(0)
  })

  test('does not let two people share an address: Zoom would make one of them', async () => {
    const [a, b] = students(2)
    const outcomes = await clientOf(zoom).addRegistrants(scheduled, [
      a!,
      b!,
      { ...b!, key: 'twin', email: ' S-1@Paaralan.Example ' },
    ])
    expect(statusesOf(outcomes)).toEqual(['registered', 'registered', 'refused'])
    expect(outcomes[2]).toMatchObject({ key: 'twin', code: null, problem: { kind: 'conflict', field: 'email' } })
  })

  test('tells who waits for approval', async () => {
    zoom.on('POST', '/meetings/7/registrants', { status: 201, json: { id: 7, registrant_id: 'r-1' } })
    expect(await clientOf(zoom).addRegistrants(series, students(1))).toEqual([
      { key: 'person-0', status: 'pending', registrantId: 'r-1' },
    ])
  })
})

describe('a row that Zoom refuses', () => {
  test('spoils its batch but not the others in it', async () => {
    const isBad = (email: string) => email.startsWith('s-7@')
    const invalid: ScriptedAnswer = {
      status: 400,
      json: { code: 300, message: 'Validation Failed.', errors: [{ field: 'email', message: 'x' }] },
    }
    zoom.on('POST', '/meetings/7/batch_registrants', (call) =>
      rowsOf(call).some(({ email }) => isBad(email)) ? invalid : batch(call),
    )
    zoom.on('POST', '/meetings/7/registrants', (call) =>
      isBad((call.body as { email: string }).email) ? invalid : single(call),
    )
    const outcomes = await clientOf(zoom).addRegistrants(scheduled, students(60))
    expect(outcomes.filter(({ status }) => status === 'registered')).toHaveLength(59)
    expect(outcomes[7]).toMatchObject({
      key: 'person-7',
      status: 'refused',
      code: 300,
      problem: { kind: 'zoomRefused', field: 'email' },
    })
    expect([countOf(batches), countOf(singles)]).toEqual([2, 30])
  })

  test('is told apart: the host, and the third registration of a day with the moment of the next', async () => {
    const limit = {
      code: 429,
      message:
        'You have exceeded the daily rate limit of (3) for Add meeting registrant API requests for the registrant (s-1@paaralan.example). You can resume these API requests at GMT 00:00:00.',
    }
    zoom.on('POST', '/meetings/7/registrants', (_call, nth) =>
      nth === 1 ? { status: 400, json: { code: 3027, message: 'x' } } : { status: 429, json: limit },
    )
    const client = clientOf(zoom)
    const [host, often] = students(2)
    expect(await client.addRegistrant('7', host!)).toMatchObject({ status: 'refused', code: 3027 })
    expect(await client.addRegistrant('7', often!)).toMatchObject({
      status: 'refused',
      code: 429,
      problem: { kind: 'rateLimited', retryAt: expect.stringMatching(/^2026-11-21T00:00:/) },
    })
    zoom.on('POST', '/meetings/7/registrants', single)
    expect(await client.addRegistrant('7', students(1, 5)[0]!)).toMatchObject({ status: 'registered' })
  })

  test('left out of a batch that was answered is sent alone', async () => {
    zoom.on('POST', '/meetings/7/batch_registrants', (call) => ({
      status: 201,
      json: {
        registrants: rowsOf(call)
          .slice(1)
          .map(({ email }) => ({ email, ...registrantOf(email) })),
      },
    }))
    expect(new Set(statusesOf(await clientOf(zoom).addRegistrants(scheduled, students(30))))).toEqual(
      new Set(['registered']),
    )
    expect(countOf(singles)).toBe(1)
  })
})

describe('a meeting that takes nobody', () => {
  test.each([
    ['registration off', 404, 404, 'zoomRefused'],
    ['over', 400, 3038, 'zoomRefused'],
    ['gone', 404, 3001, 'notFound'],
    ['no licence', 400, 200, 'planTooSmall'],
  ])('%s ends it for everybody without asking for each', async (_name, status, code, kind) => {
    zoom.on('POST', /registrants$/, { status, json: { code, message: 'Only available for paid users' } })
    expect(await rejection(clientOf(zoom).addRegistrants(series, students(100)))).toMatchObject({
      problem: { kind },
      zoom: { code },
    })
    expect(zoom.calls.length).toBeLessThanOrEqual(16)
  })

  test('that gets full takes whom it can, and refuses the rest by name', async () => {
    const full: ScriptedAnswer = { status: 400, json: { code: 3043, message: 'x' } }
    zoom.on('POST', '/meetings/7/batch_registrants', (call, nth) => (nth === 1 ? batch(call) : full))
    zoom.on('POST', '/meetings/7/registrants', (call, nth) => (nth <= 4 ? single(call) : full))
    const outcomes = await clientOf(zoom).addRegistrants(scheduled, students(60))
    const refused = outcomes.filter(({ status }) => status === 'refused')
    expect(outcomes.filter(({ status }) => status === 'registered')).toHaveLength(34)
    expect(refused).toHaveLength(26)
    expect(refused[0]).toMatchObject({ code: 3043 })
    expect(countOf(singles)).toBeLessThan(30)
  })
})

test('batches that the app may not send go one by one', async () => {
  zoom.on('POST', '/meetings/7/batch_registrants', {
    status: 400,
    json: {
      code: 4711,
      message: 'Invalid access token, does not contain scopes:[meeting:write:batch_registrants:admin].',
    },
  })
  expect(new Set(statusesOf(await clientOf(zoom).addRegistrants(scheduled, students(40))))).toEqual(
    new Set(['registered']),
  )
  expect(countOf(singles)).toBe(40)
})

describe('an answer that was lost', () => {
  const listed =
    (emails: readonly string[]) =>
    (call: SeenCall): ScriptedAnswer => ({
      json: {
        next_page_token: '',
        registrants:
          call.query.get('status') === 'approved'
            ? emails.map((email) => ({
                id: `r-${email.split('@')[0]}`,
                email,
                first_name: 'x',
                status: 'approved',
                join_url: 'https://zoom.us/w/7',
              }))
            : [],
      },
    })

  test('is looked up, and only who is missing is sent again', async () => {
    zoom.on('POST', '/meetings/7/batch_registrants', 'drop')
    zoom.on('GET', '/meetings/7/registrants', listed(students(28).map(({ email }) => email)))
    const outcomes = await clientOf(zoom).addRegistrants(scheduled, students(30))
    expect(new Set(statusesOf(outcomes))).toEqual(new Set(['registered']))
    expect([countOf(batches), countOf(lists), countOf(singles)]).toEqual([1, 3, 2])
  })

  test('stays unknown where the list cannot be read, and is not sent again', async () => {
    zoom.on('POST', '/meetings/7/registrants', 'drop')
    zoom.on('GET', '/meetings/7/registrants', { status: 400, json: { code: 4711, message: 'scopes:[x]' } })
    const outcomes = await clientOf(zoom).addRegistrants(series, students(3))
    expect(statusesOf(outcomes)).toEqual(['unknown', 'unknown', 'unknown'])
    expect(countOf(singles)).toBe(3)
  })

  test('that is lost twice stays unknown', async () => {
    zoom.on('POST', '/meetings/7/registrants', 'drop')
    zoom.on('GET', '/meetings/7/registrants', listed([]))
    expect(statusesOf(await clientOf(zoom).addRegistrants(series, students(2)))).toEqual(['unknown', 'unknown'])
    expect(countOf(singles)).toBe(4)
  })
})

test('what was done before everything stopped is not forgotten', async () => {
  const daily = { code: 429, message: 'You have reached the maximum daily rate limit for this API.' }
  zoom.on('POST', '/meetings/7/registrants', (call, nth) => (nth <= 5 ? single(call) : { status: 429, json: daily }))
  const outcomes = await clientOf(zoom).addRegistrants(series, students(40))
  expect(outcomes.filter(({ status }) => status === 'registered')).toHaveLength(5)
  const rest = outcomes.filter(({ status }) => status === 'notSent')
  expect(rest).toHaveLength(35)
  expect(rest[0]).toMatchObject({ problem: { kind: 'rateLimited', retryAt: expect.any(String) } })
})

test('a registration that is called off tells what it had done', async () => {
  const giveUp = new AbortController()
  zoom.on('POST', '/meetings/7/registrants', (call, nth) => {
    if (nth === 3) giveUp.abort()
    return nth < 3 ? single(call) : 'hang'
  })
  const outcomes = await clientOf(zoom, { clock: realClock }).addRegistrants(series, students(30), {
    signal: giveUp.signal,
  })
  const seen = Object.groupBy(outcomes, ({ status }) => status)
  expect(seen.registered!.length).toBeGreaterThan(0)
  expect(seen.unknown!.length).toBeGreaterThan(0)
  expect(seen.notSent!.length).toBeGreaterThan(0)
  expect(seen.notSent![0]).toMatchObject({ problem: { kind: 'cancelled' } })
})

test('long names are cut at 64 without splitting a character', async () => {
  const name = 'é'.normalize('NFD').repeat(40)
  await clientOf(zoom).addRegistrant('7', {
    key: 'k',
    email: 'a@b.example',
    firstName: name,
    lastName: '👨‍👩‍👧‍👦'.repeat(10),
  })
  const body = zoom.calls[0]!.body as { first_name: string; last_name: string; auto_approve: boolean }
  expect(body.first_name).toBe('é'.normalize('NFD').repeat(32))
  expect(body.last_name.length).toBeLessThanOrEqual(64)
  expect([...new Intl.Segmenter().segment(body.last_name)].every(({ segment }) => segment === '👨‍👩‍👧‍👦')).toBe(true)
  expect(body.auto_approve).toBe(true)
})

test('registrants of every status are listed, to the last page', async () => {
  zoom.on('GET', '/meetings/7/registrants', (call) => {
    const status = call.query.get('status')!
    const isSecond = call.query.get('next_page_token') === 'more'
    const row = {
      id: `${status}-${isSecond}`,
      email: 'a@b.example',
      first_name: 'Ana',
      last_name: '',
      create_time: '2026-11-01T00:00:00Z',
    }
    return { json: { next_page_token: status === 'approved' && !isSecond ? 'more' : '', registrants: [row] } }
  })
  const all = await clientOf(zoom).listRegistrants('7')
  expect(all.map(({ id, status }) => [id, status])).toEqual([
    ['approved-false', 'approved'],
    ['approved-true', 'approved'],
    ['pending-false', 'pending'],
    ['denied-false', 'denied'],
  ])
  expect(all[0]).toMatchObject({ joinUrl: null, registeredAt: Date.parse('2026-11-01T00:00:00Z') })
})

test('a change of status goes in thirties, by id and address', async () => {
  zoom.on('PUT', '/meetings/7/registrants/status', { status: 204 })
  const named = students(31).map(({ key, email }) => ({ id: key, email, note: 'not for Zoom' }))
  await clientOf(zoom, { clock: leapClock() }).setRegistrantStatus('7', 'cancel', named)
  expect(zoom.calls.map((call) => rowsOf(call).length)).toEqual([30, 1])
  expect(zoom.calls[1]!.body).toEqual({
    action: 'cancel',
    registrants: [{ id: 'person-30', email: 's-30@paaralan.example' }],
  })
})
