import { describe, expect, test } from 'vitest'
import { meetingEndpoints } from '../../../src/main/zoom/endpoints/meetings.ts'
import { problemOfRefusal, type Refusal } from '../../../src/main/zoom/problems.ts'

const told = (refusal: Partial<Refusal>) =>
  problemOfRefusal(meetingEndpoints.create, 'serverToServer', {
    status: 400,
    code: 300,
    message: 'Validation Failed.',
    field: null,
    ...refusal,
  })

describe('a refused field', () => {
  test.each([
    ['topic', 'title'],
    ['start_time', 'startsAt'],
    ['duration', 'durationMinutes'],
    ['timezone', 'timeZone'],
    ['recurrence', 'repeat'],
    ['recurrence.weekly_days', 'repeat.weekDays'],
    ['recurrence.end_date_time', 'repeat.ends'],
    ['settings.auto_recording', 'settings.recording'],
    ['settings.alternative_hosts', 'alternativeHosts'],
    ['settings.jbh_time', 'settings.jbhTime'],
  ])("is shown where the form has it: Zoom's %s is our %s", (field, ours) => {
    expect(told({ field })).toMatchObject({ kind: 'zoomRefused', field: ours })
  })

  test('that is no name is not repeated to anybody', () => {
    const { field, message } = told({ field: '<b>Juan</b>' })
    expect(field).toBeUndefined()
    expect(message).toBe('Zoom did not accept one of the values.')
  })
})

describe('a refusal', () => {
  test.each([
    ['of a host without the right to schedule', { code: 3161, message: 'Your user account is not allowed...' }, 'host'],
    ['of somebody who is not in the account', { status: 404, code: 1001, message: 'User does not exist.' }, 'host'],
    ['of a host of others', { code: 3000, message: 'You cannot schedule a meeting for abc.' }, 'host'],
    ['of an alternative host', { code: 1114, message: 'Invalid alternative host.' }, 'alternativeHosts'],
    [
      'of an alternative host, under any code',
      { code: 300, message: 'Alternative hosts: invalid.' },
      'alternativeHosts',
    ],
  ])('%s names the field', (_, refusal, field) => {
    expect(told(refusal)).toMatchObject({ field })
  })

  test('of a blocked domain says so, whatever its code', () => {
    const message = "Users in 'x.example' have been blocked from joining meetings and webinars."
    expect(told({ code: 3000, message })).toEqual(told({ code: 3003, message }))
    expect(told({ code: 3000, message: 'Cannot access webinar information.' }).message).toContain('3000')
  })
})
