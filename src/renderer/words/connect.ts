import type { AccountTest, ZoomPlan, MissingScope } from '../../shared/contract/account.ts'
import { count } from './plural.ts'

type Feature = MissingScope['feature']

/** The words around connecting a Zoom account, in the first run and in Settings. */
export const connectWords = {
  copy: 'Copy',
  copied: 'Copied',

  fields: { accountId: 'Account ID', clientId: 'Client ID', clientSecret: 'Client secret', plan: 'Zoom plan' },
  secretDetail: 'It is kept in this computer’s secret store and never shown again.',
  showSecret: 'Show the client secret',
  hideSecret: 'Hide the client secret',
  plans: {
    free: 'Basic (free)',
    pro: 'Pro',
    business: 'Business, Education or Enterprise',
  } satisfies Record<ZoomPlan, string>,
  planUnknown: 'Not known: Zoom does not say',
  planDetail: 'Decides how fast Zoom lets Homeroom ask.',
  connect: 'Test and connect',
  connecting: 'Asking Zoom',
  missing: 'This is needed.',

  waysLabel: 'How to connect',
  asPrepared: 'Connect as your IT prepared it',
  asPreparedDetail: 'Nothing to type: the codes lie on this computer.',
  typed: 'Type the codes from Zoom',
  typedDetail: 'For another Zoom app than the one that your IT prepared.',
  secretPrepared: 'prepared by your IT, never shown',
  forIt: 'Your IT should look at this',
  preparedFact: 'Prepared by IT',
  preparedFile: (file: string) => `${file} is there.`,
  preparedSecretStays: (file: string) =>
    `${file} still holds the client secret. Homeroom keeps it itself now: your IT may delete it there.`,

  connectedTitle: (name: string, email: string) => `Connected to Zoom: ${name}, ${email}`,
  allScopes: (granted: number) => `All ${count(granted, 'scope', 'scopes')} that Homeroom uses are granted.`,
  someScopes: (granted: number, all: number) => `${granted} of the ${all} scopes that Homeroom uses are granted.`,
  missingTitle: 'What is missing, and what it costs',
  missingText: 'Add these scopes to the app at Zoom, then test again. A new scope takes some seconds to count.',
  facts: {
    plan: 'Plan',
    rate: 'Zoom’s limits',
    region: 'Region',
    skew: 'Clock',
    tested: 'Tested',
    scopes: 'Scopes',
  },
  callsPerSecond: ({ light, medium, heavy }: AccountTest['callsPerSecond']) =>
    `${light} light, ${medium} medium or ${heavy} heavy calls a second`,
  skewGood: 'This computer’s clock and Zoom’s agree.',
  skewAhead: (seconds: number) => `This computer’s clock is ${count(seconds, 'second', 'seconds')} ahead of Zoom’s.`,
  skewBehind: (seconds: number) => `This computer’s clock is ${count(seconds, 'second', 'seconds')} behind Zoom’s.`,
  skewFix: 'Set the clock of this computer, or Zoom will refuse to let Homeroom in.',
  grantedTitle: 'Scopes granted',
  features: {
    connection: 'Connect',
    hosts: 'List the teachers who can hold classes',
    hostRules: 'Know the rules that each teacher’s account sets',
    scheduling: 'Schedule, move and cancel classes',
    ending: 'End a class',
    registration: 'Register students, each with a link of their own',
    attendance: 'Read who was there',
  } satisfies Record<Feature, string>,
  costs: {
    connection: 'Homeroom cannot connect.',
    hosts: 'Homeroom cannot list teachers, so no class can be scheduled.',
    hostRules: 'Homeroom does not know beforehand what a teacher’s account forbids.',
    scheduling: 'Classes cannot be scheduled, moved or cancelled.',
    ending: 'A class cannot be ended from Homeroom.',
    registration: 'Students get no link of their own, so names must tell who was there.',
    attendance: 'Attendance cannot be collected.',
  } satisfies Record<Feature, string>,

  guide: {
    openTitle: 'Open the app Marketplace',
    open: 'Sign in with the Zoom account of the school’s owner or administrator.',
    openLink: 'Open marketplace.zoom.us',
    createTitle: 'Create a Server-to-Server OAuth app',
    create: 'Develop, then Build App, then Server-to-Server OAuth App. Call it Homeroom.',
    createNot: 'Not “General App” and not “Meeting SDK”: those ask each teacher to sign in.',
    aboutTitle: 'Say whose it is',
    about:
      'Under Information, fill in the school’s name and a contact’s name and e-mail. Zoom does not activate it before.',
    scopesTitle: 'Add the scopes',
    scopes: (scopes: number) =>
      `Under Scopes, then Add Scopes, search for each of these ${scopes} and tick it. Leave out what the school does not need: Homeroom then does without it.`,
    classic:
      'An older app may show user:read:admin, meeting:read:admin, meeting:write:admin and report:read:admin in their place: those count as well.',
    copyAll: (scopes: number) => `Copy all ${scopes}`,
    copyScope: (scope: string) => `Copy ${scope}`,
    activateTitle: 'Activate the app',
    activate: 'Under Activation, press Activate your app.',
    credentialsTitle: 'Keep App Credentials open',
    credentials:
      'Under App Credentials stand the account ID, the client ID and the client secret. They are asked for next.',
  },

  zone: 'Time zone',
  zoneEmpty: 'No time zone is called so.',
  zoneOfComputer: 'this computer’s',

  codeTitle: 'Recovery code',
  codeText:
    'If this computer’s secret store is lost, this code is the only way back to the school’s data. It is shown once: print it, and keep it where you keep the school’s keys.',
  codeProved: 'It has been tried: it opens this school’s data.',
  codePrint: 'Print',
  codeCopied: 'The recovery code is copied',
  codeKept: 'I have kept it',
  codePrintTitle: (school: string) => `Homeroom recovery code of ${school}`,
  codePrintText:
    'Keep this sheet locked away. To use it: open Homeroom where it is locked, and enter the code. Capitals, spaces and dashes do not matter.',
} as const
