import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { clientOf, practiceZoom, schedulingSchool } from '../../support/outbox-world.ts'
import { madeStudents, makeSection } from '../../support/section.ts'

interface Refusal {
  readonly status: number
  readonly body: object
}

/** Zoom, but for what it is to refuse: the first call of that method to that path gets the answer that is given. */
async function zoomThatRefuses(target: string) {
  const refusals: { method: string; path: RegExp; refusal: Refusal }[] = []
  const server = createServer((request, response) => {
    void (async () => {
      let body = ''
      for await (const chunk of request.setEncoding('utf8')) body += String(chunk)
      const { method = '', url = '' } = request
      const at = refusals.findIndex((each) => each.method === method && each.path.test(url))
      if (at >= 0) {
        const { status, body: said } = refusals.splice(at, 1)[0]!.refusal
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said))
        return
      }
      const answer = await fetch(`${target}${url}`, {
        method,
        headers: { authorization: request.headers.authorization ?? '', 'content-type': 'application/json' },
        ...(body === '' ? {} : { body }),
      })
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: (method: string, path: RegExp, refusal: Refusal) => refusals.push({ method, path, refusal }),
  }
}

const invalid = (field: string): Refusal => ({
  status: 400,
  body: { code: 300, message: 'Validation Failed.', errors: [{ field, message: 'Invalid field.' }] },
})

test('what Zoom does not accept is shown at the field of the form, and goes out once that is mended', async () => {
  const practice = await practiceZoom()
  const zoom = await zoomThatRefuses(practice.url)
  const school = await schedulingSchool({ practice, client: clientOf(practice.address, zoom.url) })
  const { sectionId } = await makeSection(school.database, { name: 'Mabini', students: madeStudents(2) })
  school.start()
  const form = { ...school.form(sectionId), waitSeconds: 30 }
  const creates = /\/users\/[^/]+\/meetings$/
  const cases: readonly [Refusal, string, string][] = [
    [invalid('duration'), 'zoomRefused', 'durationMinutes'],
    [invalid('settings.alternative_hosts'), 'zoomRefused', 'alternativeHosts'],
    [invalid('topic'), 'zoomRefused', 'title'],
    [{ status: 400, body: { code: 3000, message: 'You cannot schedule a meeting for x.' } }, 'zoomRefused', 'host'],
    [{ status: 400, body: { code: 3161, message: 'Your user account is not allowed.' } }, 'planTooSmall', 'host'],
  ]
  for (const [refusal, kind, field] of cases) {
    zoom.refuse('POST', creates, refusal)
    const refused = await school.call('meeting.schedule', form)
    expect(refused).toMatchObject({ state: 'refused', problem: { kind, field } })
    expect(refused.problem!.fix).toBeTruthy()
    await school.call('meeting.change', { meetingId: refused.id, changes: { title: 'Science 7 A' } })
    expect(await school.call('outbox.wait', { timeoutSeconds: 60 })).toEqual({ waiting: 0, refused: 0 })
    expect(await school.call('meeting.get', { meetingId: refused.id })).toMatchObject({
      state: 'scheduled',
      problem: null,
    })
  }
  expect(await school.zoomMeetings()).toHaveLength(cases.length)
})

test('a change that Zoom does not accept says at which field; given up, the class is as Zoom has it', async () => {
  const practice = await practiceZoom()
  const zoom = await zoomThatRefuses(practice.url)
  const school = await schedulingSchool({ practice, client: clientOf(practice.address, zoom.url) })
  const { sectionId } = await makeSection(school.database, { name: 'Mabini', students: madeStudents(2) })
  school.start()
  const meeting = await school.call('meeting.schedule', { ...school.form(sectionId), waitSeconds: 30 })
  await school.call('outbox.wait', { timeoutSeconds: 60 })
  zoom.refuse('PATCH', /\/meetings\/\d+$/, invalid('start_time'))
  await school.call('meeting.change', { meetingId: meeting.id, changes: { startsAt: '11:00', title: 'Later' } })
  expect(await school.call('outbox.wait', { meetingIds: [meeting.id], timeoutSeconds: 60 })).toEqual({
    waiting: 0,
    refused: 1,
  })
  const [entry] = (await school.call('outbox.list', {})).entries
  expect(entry).toMatchObject({ action: 'update', problem: { field: 'startsAt' }, isDiscardable: true })
  const { digest, fields } = await school.call('outbox.previewDiscard', { id: entry!.id })
  expect(fields.map(({ field }) => field)).toEqual(['time', 'title'])
  await school.call('outbox.discard', { id: entry!.id, digest })
  expect(await school.call('meeting.get', { meetingId: meeting.id })).toMatchObject({
    title: 'Science 7',
    time: meeting.time,
    problem: null,
  })
})
