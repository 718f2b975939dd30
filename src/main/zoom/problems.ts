import { assertNever, type Problem, type ProblemKind } from '../../shared/problem.ts'
import { scopeOf, type Endpoint, type ZoomFeature } from './endpoint.ts'
import type { TransportError } from './exchange.ts'
import type { AccountKind } from './model.ts'
import { fieldProblem } from './refused-fields.ts'
import type { LimitKind } from './retry.ts'
import type { LimitOwner } from './zoom-error.ts'

/** A Problem before it is tied to the call that raised it. */
export type Told = Omit<Problem, 'retryAt' | 'logId'>

/** What an error answer said. `message` is Zoom's and may hold names and addresses: it is looked at, never passed on. */
export interface Refusal {
  readonly status: number
  readonly code: number | null
  readonly message: string
  /** The first field that Zoom names, in Zoom's words. */
  readonly field: string | null
}

const costs: Readonly<Record<ZoomFeature, string>> = {
  connection: 'tell whom it is connected to',
  hosts: 'list the hosts of the account',
  hostRules: 'read the rules for passcodes and waiting rooms',
  scheduling: 'schedule class meetings',
  ending: 'end a running meeting',
  registration: 'register students',
  attendance: 'collect who was present',
}

const addScope =
  'Ask whoever manages the Zoom app to add it in the Zoom App Marketplace, then test the connection again.'
const waitForRoom = 'Wait until Zoom takes more; what waits to be sent then goes out by itself.'
const newCredentials =
  'Copy the account ID, client ID and client secret from the app in the Zoom App Marketplace again.'

const activate = 'Activate it in the Zoom App Marketplace.'
const giveLicence = 'Give the host a licence in Zoom, or choose another host.'

type Known = readonly [kind: ProblemKind, message: string, fix: string, field?: string]

/** Zoom's codes in our words (https://developers.zoom.us/docs/api/errors/ and the error lists of each endpoint). */
const known: Readonly<Record<number, Known>> = {
  303: [
    'zoomRefused',
    'Zoom registers several people at once for single scheduled meetings only.',
    'Schedule the class as a meeting of its own.',
  ],
  404: ['zoomRefused', 'Registration is not on for this meeting at Zoom.', 'Turn registration on, then try again.'],
  1001: [
    'notFound',
    'Zoom does not know this host in the account.',
    'Read the list of hosts again and choose another.',
    'host',
  ],
  1010: ['notFound', 'This Zoom user belongs to another account.', 'Choose a host of this account.', 'host'],
  1114: [
    'zoomRefused',
    'Zoom does not take one of the alternative hosts: they must be licensed users of the account.',
    'Choose others, or give them a licence in Zoom.',
    'alternativeHosts',
  ],
  1120: [
    'zoomRefused',
    'This Zoom user has not accepted the invitation to the account yet, or it has run out.',
    'Ask them to accept it, or invite them again in Zoom.',
    'host',
  ],
  2306: [
    'zoomRefused',
    'Zoom does not show meetings that were scheduled for others.',
    'Turn on "Display meetings scheduled for others" in the account settings at Zoom.',
  ],
  3000: [
    'zoomRefused',
    'Zoom cannot do this with this meeting (code 3000).',
    'Look at the meeting in Zoom, or schedule another one.',
  ],
  3001: [
    'notFound',
    'Zoom does not have this meeting: it was deleted, has expired, or has not ended yet.',
    'Look for the meeting in Zoom; if it is gone there, schedule it again.',
  ],
  3003: [
    'zoomRefused',
    'Zoom blocks addresses of this e-mail domain for the account.',
    'Ask the administrator of the Zoom account to allow the domain, or register other addresses.',
  ],
  3018: ['zoomRefused', "A host's personal meeting cannot be deleted.", 'Leave it as it is: it belongs to the host.'],
  3027: [
    'zoomRefused',
    'The host and the alternative hosts cannot be registered for their own meeting.',
    'Give the student another address than the one of a host.',
  ],
  3037: [
    'zoomRefused',
    "A host's personal audio conference cannot be deleted.",
    'Leave it as it is: it belongs to the host.',
  ],
  3038: [
    'zoomRefused',
    'This meeting is over, so nobody can be registered for it any more.',
    'Register the students for the next meeting of the class.',
  ],
  3043: [
    'zoomRefused',
    'This meeting is full: Zoom takes no more registrations for it.',
    'Give the host a larger licence in Zoom, or hold the class in two meetings.',
  ],
  3063: [
    'zoomRefused',
    "This meeting runs on the school's own Zoom server and cannot be ended from here.",
    'Ask the teacher to end it in Zoom.',
  ],
  3161: ['planTooSmall', 'This host may not schedule or hold meetings at Zoom.', giveLicence, 'host'],
  4717: ['appDisabled', 'The Zoom app is disabled.', activate],
  4735: [
    'wrongCredentials',
    'The person who owned the Zoom app is no longer in the account.',
    'Create the app again as a current administrator and connect with its credentials.',
  ],
  4738: ['appDisabled', 'An administrator of the Zoom account has disabled the app.', 'Ask them to allow it again.'],
  12_702: [
    'zoomRefused',
    'Zoom keeps this for a limited time only, and the meeting is older.',
    'Enter the attendance of this class by hand.',
  ],
  12_703: [
    'zoomRefused',
    "The role of the Zoom app's owner does not reach this host's group.",
    'Ask an administrator of the Zoom account to widen the role.',
  ],
}

/** One of the many things that code 3000 stands for. */
const scheduleFor: Known = [
  'zoomRefused',
  'The Zoom app may not schedule meetings for this host.',
  'Choose another host, or ask the administrator of the Zoom account to allow it.',
  'host',
]

/** What a person reads when Zoom refused a call; 429 and expired tokens are the requester's and never come here first. */
export function problemOfRefusal(endpoint: Endpoint, kind: AccountKind, refusal: Refusal): Told {
  const { status, code, message } = refusal
  if (code === 4711) return missingScope(endpoint, kind, message)
  if (code === 200) return permissionProblem(message)
  if (/alternative.hosts?/i.test(`${message} ${refusal.field}`)) return told(...known[1114]!)
  if (code === 300) return fieldProblem(refusal.field, changeIt)
  if (code === 3000 && /schedule a meeting for/i.test(message)) return told(...scheduleFor)
  const entry = known[code === 3000 && /blocked/i.test(message) ? 3003 : (code ?? -1)]
  if (entry && !(code === 404 && !endpoint.path.includes('registrants'))) return told(...entry)
  return problemOfStatus(status, code)
}

/** What a person reads when the token endpoint refused (https://developers.zoom.us/docs/integrations/oauth-error-messages/). */
export function problemOfTokenRefusal(status: number, error: string, reason: string, code: number | null): Told {
  const digits = code ?? Number(/\(?\b(4),?(7\d\d)\b\)?/.exec(reason)?.slice(1).join('') ?? Number.NaN)
  const entry = known[digits]
  if (entry) return told(...entry)
  if (/disabled|deactivated/i.test(reason)) return told('appDisabled', 'The Zoom app is disabled.', activate)
  if (digits === 4702 || digits === 4704 || digits === 4706 || error === 'invalid_client') {
    return told('wrongCredentials', 'Zoom does not accept the client ID or the client secret.', newCredentials)
  }
  if (digits === 4705 || error === 'unsupported_grant_type') {
    return told(
      'wrongCredentials',
      'These credentials belong to another kind of Zoom app.',
      'Create a Server-to-Server OAuth app in the Zoom App Marketplace and use its credentials.',
    )
  }
  if (status >= 400 && status < 500 && status !== 407) {
    return told('wrongCredentials', 'Zoom does not accept the account ID with these credentials.', newCredentials)
  }
  return problemOfStatus(status, null)
}

/** What a person reads when no answer came. */
export function problemOfTransport({ reason, code }: TransportError): Told {
  switch (reason) {
    case 'unreachable':
      return told('offline', 'Zoom cannot be reached from this computer.', 'Check the internet connection.')
    case 'untrusted':
      return told(
        'offline',
        `This computer does not trust the connection to Zoom (${code}).`,
        "If the school's network inspects connections, ask IT to install its certificate on this computer.",
      )
    case 'clockWrong':
      return told(
        'clockWrong',
        "Zoom's certificate is not valid at the date that this computer shows.",
        'Set the date and time of this computer.',
      )
    case 'proxy':
      return told(
        'offline',
        "The network's proxy did not let the connection to Zoom through.",
        'Ask IT whether Zoom is allowed and whether the proxy needs a sign-in.',
      )
    case 'broken':
      return told('zoomUnavailable', 'The connection to Zoom broke off.', 'Try again in a minute.')
    case 'timeout':
      return told('zoomUnavailable', 'Zoom took too long to answer.', 'Try again in a minute.')
    case 'cancelled':
      return stopped()
    default:
      return assertNever(reason)
  }
}

/** The caller gave up before Zoom had answered. */
export function stopped(): Told {
  return told('cancelled', 'Stopped before Zoom had answered.', 'Start it again if it is still wanted.')
}

/** A token that had come a moment before was refused too. */
export function tokenRefused(): Told {
  return told(
    'wrongCredentials',
    'Zoom does not accept the token that it has just given us.',
    'Check in the Zoom App Marketplace that the app is still activated, then test the connection.',
  )
}

/** Zoom has had enough of us; `retryAt` is the caller's to add. */
export function limitProblem(kind: LimitKind, owner: LimitOwner): Told {
  if (kind !== 'daily') {
    return told('rateLimited', "Zoom has no room for more of the school's requests at the moment.", waitForRoom)
  }
  switch (owner) {
    case 'account':
      return told('rateLimited', "Zoom's daily limit for the school's account is used up.", waitForRoom)
    case 'host':
      return told(
        'rateLimited',
        'Zoom takes 100 new or changed meetings of one host a day, and they are used up.',
        waitForRoom,
      )
    case 'registrant':
      return told(
        'rateLimited',
        'Zoom takes only a few registrations of one person a day, and they are used up.',
        waitForRoom,
      )
    default:
      return assertNever(owner)
  }
}

/** Our clock is the likely reason why a fresh token does not work. */
export function clockProblem(skewSeconds: number): Told {
  const minutes = Math.max(1, Math.round(Math.abs(skewSeconds) / 60))
  const direction = skewSeconds > 0 ? 'behind' : 'ahead of'
  return told(
    'clockWrong',
    `This computer's clock is about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${direction} Zoom's.`,
    'Set the date and time of this computer, then try again.',
  )
}

/** The answer was no answer of Zoom's API at all: a sign-in page of the network, or something broken. */
export function strangeAnswer(isHtml: boolean): Told {
  return isHtml
    ? told(
        'offline',
        'Something in the network answered in place of Zoom.',
        'Open a web page to see whether this network asks for a sign-in.',
      )
    : told('zoomUnavailable', 'Zoom answered in a form that Homeroom does not know.', 'Try again later.')
}

function missingScope(endpoint: Endpoint, kind: AccountKind, message: string): Told {
  const listed = /\[([^\]]*)\]/.exec(message)?.[1] ?? ''
  const scopes = listed
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => /^[a-z_:]{3,80}$/.test(scope))
  const named = (scopes.length > 0 ? scopes : [scopeOf(endpoint, kind)]).join(' or ')
  return told(
    'missingScope',
    `The Zoom app lacks the scope ${named}; without it Homeroom cannot ${costs[endpoint.feature]}.`,
    addScope,
  )
}

/** Code 200 stands for a plan, a host's licence and a role; only its text tells them apart. */
function permissionProblem(message: string): Told {
  if (/(paid|licensed) users?\b/i.test(message)) {
    return told('planTooSmall', 'This host has no Zoom licence, which this needs.', giveLicence)
  }
  if (/paid|pro |business|upgrade|licen[sc]ed?/i.test(message)) {
    return told('planTooSmall', "The school's Zoom plan does not include this.", 'It needs Zoom Pro or higher.')
  }
  return told(
    'zoomRefused',
    "The role of the Zoom app's owner does not permit this.",
    'Ask an administrator of the Zoom account to widen the role, or to create the app.',
  )
}

const changeIt = 'Change it, then try again.'

function problemOfStatus(status: number, code: number | null): Told {
  const shown = code === null ? `HTTP ${status}` : `code ${code}`
  if (status === 401) return told('wrongCredentials', 'Zoom no longer accepts our sign-in.', newCredentials)
  if (status === 407) return told('offline', "The network's proxy wants a sign-in.", 'Ask IT for help with the proxy.')
  if (status === 404) {
    return told(
      'notFound',
      `Zoom does not have what was asked for (${shown}).`,
      'Look whether it is still there in Zoom.',
    )
  }
  if (status >= 500) return told('zoomUnavailable', `Zoom has trouble at the moment (${shown}).`, 'Try again later.')
  if (status < 400) return strangeAnswer(true)
  return told(
    'zoomRefused',
    `Zoom refused this (${shown}).`,
    "Try again later; if it stays so, name this code to Zoom's support.",
  )
}

function told(kind: ProblemKind, message: string, fix: string, field?: string): Told {
  return { kind, message, fix, ...(field === undefined ? {} : { field }) }
}
