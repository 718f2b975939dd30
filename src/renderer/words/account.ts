import type { TestClass } from '../../shared/contract/account.ts'
import { count } from './plural.ts'

type Change = TestClass['changes'][number]

/** "850 2781 8947": in groups, as Zoom writes it. */
const numberOf = (meetingId: string): string => meetingId.replace(/^(\d{3})(\d{3,4})(\d{4})$/, '$1 $2 $3')

/** The words of the switch, the test class and the optional secrets of the Zoom account. */
export const accountWords = {
  enabled: 'Use Zoom',
  enabledDetail:
    'While it is off nothing is sent to Zoom and nothing is read from it. Planning, rosters and marks go on, and what waits is sent when it is on again.',
  off: 'Switched off',
  offTitle: 'Zoom is switched off',
  offText: (waiting: number) =>
    waiting === 0
      ? 'Nothing is sent and no report is read until it is switched on.'
      : `${count(waiting, 'change waits', 'changes wait')} to be sent, and no report is read, until it is switched on.`,
  switchOn: 'Switch on',

  testClass: {
    title: 'Test class',
    text: 'Homeroom schedules a class of 30 minutes at Zoom for the account’s own user, reads it back and deletes it. Nobody is registered and no mail is sent.',
    send: 'Send a test class',
    off: 'Switch Zoom on to send one.',
    created: (meetingId: string, when: string) => `Created: meeting ${numberOf(meetingId)}, ${when}, 30 minutes`,
    readBack: 'Read back: Zoom keeps it as it was sent',
    readBackChanged: 'Read back: Zoom keeps some of it otherwise',
    deleted: 'Deleted: nothing of it stays at Zoom',
    failed: {
      create: 'Not created',
      readBack: 'Not read back',
      delete: 'Not deleted',
    } satisfies Record<TestClass['steps'][number]['step'], string>,
    done: 'Done',
    notDone: 'Failed',
    fields: {
      topic: 'Title',
      startsAt: 'Start',
      durationMinutes: 'Length',
      timeZone: 'Time zone',
    } satisfies Record<Change['field'], string>,
    change: (asked: string, kept: string) => `${kept} instead of ${asked}`,
    nothingKept: 'none',
    leftovers: (deleted: number) =>
      `${count(deleted, 'test class', 'test classes')} of an earlier try had stayed at Zoom, and is deleted now.`,
    leftTitle: 'A test class may still be at Zoom',
    left: (meetingId: string | null, when: string) =>
      meetingId === null
        ? `Sent ${when}, and Zoom’s answer never came.`
        : `Meeting ${numberOf(meetingId)}, sent ${when}.`,
    leftText: 'Send a test class again: Homeroom first looks for it and deletes it.',
  },

  optional: {
    title: 'Optional',
    text: 'Homeroom needs neither of these today. They are for later versions, and may be left empty.',
    meetingSdk: {
      title: 'Meeting SDK app',
      text: 'For a class room inside Homeroom, which comes with a later version. Until then nothing uses it.',
      isEnabled: 'Let Homeroom use it',
    },
    webhook: {
      title: 'Webhook secret token',
      text: 'To trust the events that Zoom sends while a class goes on, which comes with a later version. Until then nothing uses it.',
    },
    kept: (when: string) => `Kept in this computer’s secret store since ${when}`,
    keptAs: (clientId: string, when: string) => `${clientId}, its secret kept since ${when}`,
    none: 'Not kept',
    keep: 'Add…',
    replace: 'Replace…',
    forget: 'Forget',
    forgotten: 'Forgotten',
    keepNow: 'Keep',
    keptNow: 'Kept in the secret store',
    fields: { clientId: 'Client ID', clientSecret: 'Client secret', secretToken: 'Secret token' },
    show: 'Show it',
    hide: 'Hide it',
    dialogText: 'It is kept in this computer’s secret store and never shown again.',
    whereMeetingSdk: 'At Zoom: a General App with Embed, Meeting SDK switched on, under App Credentials.',
    whereWebhook: 'At Zoom: in Homeroom’s app, under Features, Secret Token.',
  },
} as const
