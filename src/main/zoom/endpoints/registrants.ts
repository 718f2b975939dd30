import type { RegisteringOptions, ZoomClient } from '../client.ts'
import { defineEndpoints } from '../endpoint.ts'
import type { CallOptions, NewRegistrant, Registrant, RegistrantOutcome } from '../model.ts'
import { readToEnd } from '../paging.ts'
import { isRowsOwn, outcomeOf, refusedOutcome, registerAll, registrantsPerBatch } from '../registering.ts'
import type { Send } from '../request.ts'
import { nothing } from '../wire/parts.ts'
import { WireAdded, WireBatch, WireRegistrantPage, wireRegistrant } from '../wire/registrants.ts'

/** The calls about registrants. */
export const registrantEndpoints = defineEndpoints(
  'registrants',
  { api: 'meetings', tag: 'meetings', classicScopes: ['meeting:read'] },
  {
    add: {
      method: 'POST',
      path: '/meetings/{meetingId}/registrants',
      label: 'light',
      scope: 'meeting:write:registrant',
      feature: 'registration',
    },
    addBatch: {
      method: 'POST',
      path: '/meetings/{meetingId}/batch_registrants',
      label: 'heavy',
      scope: 'meeting:write:batch_registrants',
      feature: 'registration',
    },
    list: {
      method: 'GET',
      path: '/meetings/{meetingId}/registrants',
      label: 'medium',
      scope: 'meeting:read:list_registrants',
      feature: 'registration',
    },
    setStatus: {
      method: 'PUT',
      path: '/meetings/{meetingId}/registrants/status',
      label: 'medium',
      scope: 'meeting:update:registrant_status',
      feature: 'registration',
    },
  },
)

const statuses = ['approved', 'pending', 'denied'] as const

type RegistrantCalls = Pick<ZoomClient, 'addRegistrant' | 'addRegistrants' | 'listRegistrants' | 'setRegistrantStatus'>

/** What the client can do about registrants. Whom the school registers is approved at once, and gets no mail from Zoom unless asked. */
export function createRegistrantCalls(send: Send): RegistrantCalls {
  const add = (meetingId: string, registrant: NewRegistrant, options?: CallOptions) =>
    send({
      endpoint: registrantEndpoints.add,
      path: { meetingId },
      body: { ...wireRegistrant(registrant), auto_approve: true },
      answer: WireAdded,
      registrantsOf: meetingId,
      options,
    })

  const addBatch = (meetingId: string, registrants: readonly NewRegistrant[], options?: RegisteringOptions) =>
    send({
      endpoint: registrantEndpoints.addBatch,
      path: { meetingId },
      body: {
        auto_approve: true,
        registrants_confirmation_email: options?.isMailed === true,
        registrants: registrants.map(wireRegistrant),
      },
      answer: WireBatch,
      registrantsOf: meetingId,
      options,
    })

  const list = async (meetingId: string, options?: CallOptions): Promise<readonly Registrant[]> => {
    const reads = statuses.map(async (status) => {
      const { rows } = await readToEnd(send, {
        endpoint: registrantEndpoints.list,
        path: { meetingId },
        query: { status },
        answer: WireRegistrantPage,
        options,
      })
      return rows.map((row) => ({ ...row, status: row.status ?? status }))
    })
    return (await Promise.all(reads)).flat()
  }

  return {
    async addRegistrant(meetingId, registrant, options): Promise<RegistrantOutcome> {
      try {
        return outcomeOf(registrant.key, await add(meetingId, registrant, options))
      } catch (error) {
        if (isRowsOwn(error)) return refusedOutcome(registrant.key, error)
        throw error
      }
    },
    addRegistrants: (meeting, registrants, options) =>
      registerAll(registrants, {
        add: (registrant) => add(meeting.id, registrant, options),
        addBatch: meeting.type === 'scheduled' ? (batch) => addBatch(meeting.id, batch, options) : null,
        list: () => list(meeting.id, options),
        beforeSending: options?.beforeSending,
        onOutcome: options?.onOutcome,
      }),
    listRegistrants: list,
    async setRegistrantStatus(meetingId, action, registrants, options) {
      for (let start = 0; start < registrants.length; start += registrantsPerBatch) {
        await send({
          endpoint: registrantEndpoints.setStatus,
          path: { meetingId },
          body: {
            action,
            registrants: registrants.slice(start, start + registrantsPerBatch).map(({ id, email }) => ({ id, email })),
          },
          answer: nothing,
          registrantsOf: meetingId,
          options,
        })
      }
    },
  }
}
