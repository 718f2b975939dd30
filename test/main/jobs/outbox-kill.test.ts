import { expect, test } from 'vitest'
import { killSenders, type KillPoint, type Story } from '../../support/outbox-kill.ts'

const create: KillPoint = ({ method, path }) => method === 'POST' && path.endsWith('/meetings')
const batch: KillPoint = ({ path }) => path.endsWith('/batch_registrants')
const at =
  (when: 'request' | 'answer', fits: KillPoint): KillPoint =>
  (event) =>
    event.when === when && fits(event)

const single: KillPoint = ({ method, path }) => method === 'POST' && path.endsWith('/registrants')
const isPatch: KillPoint = ({ method }) => method === 'PATCH'
const isDelete: KillPoint = ({ method }) => method === 'DELETE'
const isRead: KillPoint = ({ method }) => method === 'GET'

// A fixed sample; the long count is in test/soak/outbox.soak.ts.
test.each<[string, KillPoint[], Story]>([
  ['before the create reaches Zoom', [at('request', create)], 'schedule'],
  [
    'after Zoom made the meeting, then in the search for it, then in the middle of the registration',
    [at('answer', create), at('answer', isRead), at('answer', batch)],
    'schedule',
  ],
  ['after Zoom made the meeting, which is cancelled then', [at('answer', create)], 'cancelLater'],
  [
    'after Zoom made a series, then in the middle of the registration, then between two dates that it had shifted',
    [at('answer', create), at('answer', single), at('request', isPatch)],
    'series',
  ],
  [
    'three times as the registration of a series begins, so that the rest of it waits for the next day',
    [at('request', single), at('request', single), at('request', single)],
    'series',
  ],
  ['before the create reaches Zoom, which is moved and given up then', [at('request', create)], 'discardLater'],
  [
    'after two dates were deleted at Zoom, which are given up here then',
    [at('answer', single), at('answer', isDelete)],
    'seriesDiscard',
  ],
  [
    'before a date is deleted, then after another one was moved, while dates are changed here',
    [at('request', isDelete), at('answer', isPatch)],
    'seriesDates',
  ],
])('kill -9 %s', async (_, points, story) => {
  expect(await killSenders(points, story)).toMatchObject({ faults: [], killed: points.length })
})
