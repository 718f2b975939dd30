import { ProblemError } from '../../shared/problem.ts'
import type { Clock, Log } from '../ports.ts'
import { defaultTokenUrl, explicitApiUrl, explicitTokenUrl } from './addresses.ts'
import { createSkewWatch } from './clock-skew.ts'
import { createDailyLimits, type HostWrites } from './daily-limits.ts'
import { createMeetingCalls } from './endpoints/meetings.ts'
import { createRegistrantCalls } from './endpoints/registrants.ts'
import { createReportCalls } from './endpoints/reports.ts'
import { createUserCalls } from './endpoints/users.ts'
import { createExchange, defaultTimeouts, type Timeouts } from './exchange.ts'
import { createLimitMemory, type LimitMemory } from './limit-memory.ts'
import { createLimiter } from './limiter.ts'
import type {
  AccountKind,
  CallOptions,
  ListedMeeting,
  MeetingChanges,
  MeetingDraft,
  MeetingList,
  MeetingRef,
  MeetingReport,
  MeetingType,
  NewRegistrant,
  ParticipantRead,
  ParticipantSource,
  PastInstance,
  PastMeeting,
  Registrant,
  RegistrantOutcome,
  UserSettings,
  ZoomMeeting,
  ZoomPlan,
  ZoomUser,
} from './model.ts'
import { createServerToServerSource } from './oauth.ts'
import { stopped } from './problems.ts'
import type { RegisteringHooks } from './registering.ts'
import { createSend } from './request.ts'
import { scopeNeeds, type ScopeNeed } from './scopes.ts'
import type { AccessToken, TokenSource } from './token-source.ts'
import { isAnswerUnknown, zoomCode } from './zoom-error.ts'

/** What one connection knows about itself after the token came. */
export interface ConnectionFacts {
  readonly kind: AccountKind
  readonly scopes: readonly string[]
  readonly apiUrl: string
  /** Zoom's clock minus this computer's, in seconds; null before the first answer. Beyond 60 something is wrong here. */
  readonly clockSkewSeconds: number | null
}

/**
 * Zoom, as the rest of Homeroom may use it. Methods raise these Problems only: `offline`,
 * `wrongCredentials`, `appDisabled`, `missingScope`, `planTooSmall`, `rateLimited` (with `retryAt`), `zoomUnavailable`,
 * `zoomRefused`, `notFound`, `clockWrong`, `cancelled`; none of them holds a name, an address or a secret.
 */
export interface ZoomClient {
  /** Takes a fresh token, so that newly granted scopes show, and tells what it is good for. */
  connect(options?: CallOptions): Promise<ConnectionFacts>
  /** Each scope that Homeroom uses, with the feature it carries and whether the token has it. */
  scopeNeeds(options?: CallOptions): Promise<readonly ScopeNeed[]>

  /** The user whom the token acts for. */
  me(options?: CallOptions): Promise<ZoomUser>
  /** Every active user of the account. */
  listUsers(options?: CallOptions): Promise<readonly ZoomUser[]>
  /** One user by id or e-mail. Raises `notFound`. */
  getUser(idOrEmail: string, options?: CallOptions): Promise<ZoomUser>
  /** A host's rules for passcodes and the waiting room. */
  getUserSettings(userId: string, options?: CallOptions): Promise<UserSettings>

  /** Creates a meeting for a host. Never sent twice by itself: after {@link isAnswerUnknown} search the host's list first. */
  createMeeting(hostId: string, draft: MeetingDraft, options?: CallOptions): Promise<ZoomMeeting>
  /** One meeting. Raises `notFound` when it was deleted or has expired. */
  getMeeting(meetingId: string, options?: CallOptions): Promise<ZoomMeeting>
  /**
   * The link by which whoever opens it holds the meeting as its host, for two hours. It is asked for when it is needed, and
   * neither kept nor shown. Raises `notFound`.
   */
  getStartLink(meetingId: string, options?: CallOptions): Promise<string>
  /** A host's meetings, every page. */
  listMeetings(hostId: string, list: MeetingList, options?: CallOptions): Promise<readonly ListedMeeting[]>
  /** Sends the changed fields only; nothing at all when there are none. Read the meeting again after a change of recurrence. */
  updateMeeting(meeting: MeetingRef, changes: MeetingChanges, options?: CallOptions): Promise<void>
  /** Deletes a meeting or one occurrence; a second delete is no error. */
  deleteMeeting(meeting: MeetingRef, options?: CallOptions): Promise<'deleted' | 'alreadyGone'>
  /** Ends a running meeting for everyone. */
  endMeeting(meeting: MeetingRef, options?: CallOptions): Promise<'ended' | 'notRunning'>

  /** Registers one person. Zoom returns the same registrant for the same address, at most three times a day. */
  addRegistrant(meetingId: string, registrant: NewRegistrant, options?: CallOptions): Promise<RegistrantOutcome>
  /** Registers many, in batches where the type allows it; one outcome per row, in the order given. Raises only what stops all rows. */
  addRegistrants(
    meeting: { readonly id: string; readonly type: MeetingType },
    registrants: readonly NewRegistrant[],
    options?: RegisteringOptions,
  ): Promise<readonly RegistrantOutcome[]>
  /** Every registrant of every status. */
  listRegistrants(meetingId: string, options?: CallOptions): Promise<readonly Registrant[]>
  /** Approves, denies or cancels registrants, thirty per call. */
  setRegistrantStatus(
    meetingId: string,
    action: 'approve' | 'deny' | 'cancel',
    registrants: readonly { readonly id: string; readonly email: string }[],
    options?: CallOptions,
  ): Promise<void>

  /** The ended runs of a meeting; with a window, Zoom is asked month by month (UTC days, both included). */
  listPastInstances(
    meetingId: string,
    window?: { readonly from: number; readonly to: number },
    options?: CallOptions,
  ): Promise<readonly PastInstance[]>
  /** One run. Raises `notFound` while it runs and when Zoom has none. */
  getPastMeeting(uuid: string, options?: CallOptions): Promise<PastMeeting>
  /** The report's head of one run. */
  getReport(uuid: string, options?: CallOptions): Promise<MeetingReport>
  /** Who was there, to the last page. Raises `notFound` while there is no report. */
  readParticipants(
    uuid: string,
    what: { readonly source: ParticipantSource; readonly wantsRegistrantIds: boolean },
    options?: CallOptions,
  ): Promise<ParticipantRead>

  /** For forecasts: how many writes of this host are used up today. */
  hostWrites(hostId: string): Promise<HostWrites>
  /** Whether Zoom may have done what was asked although no readable answer came: look before sending again. */
  isAnswerUnknown(error: unknown): boolean
  /** Zoom's own code behind an error of this client, or null. */
  zoomCode(error: unknown): number | null
  /** Lets go of connections that the client opened itself. */
  close(): Promise<void>
}

/** May be given with a registration of many. */
export interface RegisteringOptions extends CallOptions, RegisteringHooks {
  /** Whether Zoom mails each their link; no unless told, and never where the meeting forbids it. */
  readonly isMailed?: boolean | undefined
}

/** The school's own Server-to-Server OAuth app (https://developers.zoom.us/docs/internal-apps/s2s-oauth/). */
export interface ServerToServerCredentials {
  readonly accountId: string
  readonly clientId: string
  readonly clientSecret: string
}

/** What a client needs of the world. */
export interface ZoomClientConfig {
  /** The school's own Server-to-Server app, or another source of tokens. */
  readonly account: ServerToServerCredentials | TokenSource
  readonly clock: Clock
  /** A number in [0, 1), for jitter. */
  readonly random: () => number
  readonly log: Log
  /** An undici dispatcher with the host's proxy and certificates; without one the client opens its own. */
  readonly dispatcher?: unknown
  /** Explicit addresses (https, or http on loopback); they win over the `api_url` that Zoom names. */
  readonly zoom?: { readonly apiUrl?: string | undefined; readonly oauthUrl?: string | undefined } | undefined
  /** Decides the rate limits; `pro` unless told. */
  readonly plan?: ZoomPlan | undefined
  /** Where daily limits are remembered across restarts; in memory unless told. */
  readonly limitMemory?: LimitMemory | undefined
  /** Real time; the default suits a school's line. */
  readonly timeouts?: Timeouts | undefined
}

/** Connects one Zoom account. Nothing is sent before the first call. Raises `invalidInput` for an address that is not safe. */
export function createZoomClient(config: ZoomClientConfig): ZoomClient {
  const { account, clock, random, log, zoom = {}, plan = 'pro', limitMemory = createLimitMemory() } = config
  const { exchange, close } = createExchange(config.dispatcher, config.timeouts ?? defaultTimeouts)
  const skew = createSkewWatch(clock, log)
  const daily = createDailyLimits(limitMemory, clock, log)
  const apiUrl = zoom.apiUrl === undefined ? null : explicitApiUrl(zoom.apiUrl)
  const tokenUrl = zoom.oauthUrl === undefined ? defaultTokenUrl : explicitTokenUrl(zoom.oauthUrl)
  const tokens =
    'kind' in account
      ? account
      : createServerToServerSource(account, { exchange, clock, random, log, skew, tokenUrl, apiUrl })
  const limiter = createLimiter(plan, clock)
  const send = createSend({ tokens, exchange, limiter, daily, skew, clock, random, log })

  return {
    async connect({ signal } = {}) {
      const { scopes, apiUrl: usedUrl } = await orCancelled(tokens.renew(null, signal), signal)
      return { kind: tokens.kind, scopes, apiUrl: usedUrl, clockSkewSeconds: skew.seconds() }
    },
    async scopeNeeds({ signal } = {}) {
      const { scopes } = await orCancelled(tokens.current(signal), signal)
      return scopeNeeds(tokens.kind, scopes)
    },
    ...createUserCalls(send),
    ...createMeetingCalls(send),
    ...createRegistrantCalls(send),
    ...createReportCalls(send),
    hostWrites: daily.hostWrites,
    isAnswerUnknown,
    zoomCode,
    close,
  }
}

/** The token, or `cancelled` when the caller gave up waiting for it. */
async function orCancelled(token: Promise<AccessToken>, signal: AbortSignal | undefined): Promise<AccessToken> {
  try {
    return await token
  } catch (error) {
    if (error instanceof ProblemError || !signal?.aborted) throw error
    const { kind, message, ...extra } = stopped()
    throw new ProblemError(kind, message, extra, { cause: error })
  }
}
