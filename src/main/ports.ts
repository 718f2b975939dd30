/**
 * What the application asks of the world. Hosts and tests hand these in; nothing in `operations`, `jobs`,
 * `zoom` or `store` reaches for a clock, a random number, a file or the network by itself.
 */
import type { NoticePlace } from '../shared/handle.ts'

/** Time. The practice school runs on a clock that jumps forward, so waiting is always for an instant, never for a span. */
export interface Clock {
  /** The present instant in epoch milliseconds. */
  now(): number
  /** Resolves at or after `instant` (epoch ms), early when the clock jumps over it; rejects with the signal's reason on abort. */
  sleepUntil(instant: number, signal?: AbortSignal): Promise<void>
  /** Calls back after each jump of the clock (never for the ordinary passing of time); returns the unsubscriber. */
  onJump(listener: () => void): () => void
}

/** Named secrets, each a short text. The narrowest thing that a keychain, a file and a test can all be. */
export interface SecretStore {
  /** Which kind of store this is; the data folder records it and every door uses the same. */
  readonly kind: SecretsKind
  /** The secret, or null when there is none under that name. Raises `keychainUnavailable`, `wrongPassphrase`. */
  get(name: string): Promise<string | null>
  /** Keeps the secret, replacing an older one of that name. Raises `keychainUnavailable`, `diskFull`, `readOnly`. */
  set(name: string, secret: string): Promise<void>
  /** Forgets the secret; forgetting what is not there is no error. */
  delete(name: string): Promise<void>
}

/** `keychain` of the operating system, a passphrase-encrypted `file`, or `memory` (practice school and tests). */
export type SecretsKind = 'keychain' | 'file' | 'memory'

/** One file in transit. Bytes only: nothing in the application ever sees a path. */
export interface FileContent {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** Files as handles: the host made each one from a dialog, an upload or `--file`, and hands ours out the same way. */
export interface Files {
  /** The content behind a handle. Raises `notFound` when the handle is unknown or has expired. */
  read(handle: string): Promise<FileContent>
  /** Keeps a file that we made until the host delivers it; returns its handle. */
  write(file: FileContent): Promise<string>
}

/** The file by which IT prepared this computer, as it lies there. It may hold a secret: it is never logged or shown. */
export interface ProvisioningFile {
  readonly text: string
  /** Whether every user of the computer may read it; false where the system does not tell (Windows). */
  readonly isReadableByAll: boolean
}

/** What a log line may hold: ids, counts and closed-list words. Never a name, an address, a secret or free text. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>

/** A structured log. Events are constants in `noun.verb` form. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  /** Logs with the error's stack (ours, local) and returns the log id under which it can be found. */
  error(event: string, error: unknown, fields?: LogFields): string
}

/** Tells the person at the computer something now, by the operating system. */
export interface Notifier {
  /** A press on it leads to the place. */
  notify(title: string, body: string, place: NoticePlace): void
}

/**
 * Opens a page of Zoom's in Zoom's app or a browser of the person at this computer, and keeps the link nowhere. Raises
 * `forbidden` for anything but https at one of Zoom's own hosts, and `conflict` where nothing can be opened.
 */
export type OpenLink = (url: string) => Promise<void>

/** The pretend Zoom of the practice school, which runs outside the application as the real one does. */
export interface PracticeSchool {
  /** Makes sure that the pretend Zoom of this data folder runs, and follows its clock. */
  connect(): Promise<PracticeConnection>
}

/** A live connection with the pretend Zoom: its address, its clock, and what a trainer may do with it. */
export interface PracticeConnection {
  readonly address: PracticeAddress
  /** The practice school's clock: real time plus an offset that only jumps forward. */
  readonly clock: Clock
  /** The school's name, zone and suggested week, as the pretend Zoom's control answers them. */
  school(): Promise<unknown>
  /** A roster file of the practice school, CSV in UTF-8. */
  roster(size: 'small' | 'large'): Promise<Uint8Array>
  /** The next class that begins or ends there, or null. */
  nextEvent(): Promise<{ readonly at: number; readonly what: 'classStarts' | 'classEnds' } | null>
  /** Jumps the clock forward to an instant (epoch ms); resolves when `clock` shows it. An instant that has passed changes nothing. */
  jump(to: number): Promise<void>
  /** Switches a fault on for a number of answers; `none` ends all. */
  setFault(fault: string, times: number): Promise<void>
  /** Has somebody change a meeting (by Zoom's number), or make one, in the pretend Zoom's own portal. */
  changeInPortal(deed: string, zoomMeetingId: string | null): Promise<void>
  /** Stops following the clock. */
  close(): Promise<void>
}

/** Where the pretend Zoom listens (loopback) and the credentials that it accepts. */
export interface PracticeAddress {
  readonly apiUrl: string
  readonly oauthUrl: string
  readonly accountId: string
  readonly clientId: string
  readonly clientSecret: string
}

/** The world, as the application sees it. */
export interface Ports {
  /** The folder that holds everything of one Homeroom: settings, databases, locks. Used by `store` and `secrets` only. */
  readonly dataFolder: string
  /** The folder of the generated SQL migrations. */
  readonly migrationsFolder: string
  /** The folder of the fonts that PDF files are written with. */
  readonly fontsFolder: string
  readonly clock: Clock
  /** A fresh UUIDv7. */
  readonly newId: () => string
  /** A number in [0, 1), for jitter only. */
  readonly random: () => number
  /** The kind of secret store to use for a new data folder; an existing folder has its own recorded. */
  readonly secrets: (kind: SecretsKind) => SecretStore
  readonly defaultSecrets: SecretsKind
  readonly files: Files
  /** What IT prepared for every Homeroom of this computer, read anew each time; null for nothing. Raises `fileUnreadable`. */
  readonly provisioning: () => Promise<ProvisioningFile | null>
  readonly log: Log
  readonly notifier: Notifier
  readonly openLink: OpenLink
  readonly practice: PracticeSchool
  /** The undici dispatcher (proxy, system certificates) for REST and WebSocket; undefined uses undici's own. */
  readonly dispatcher: unknown
  /** Where Zoom is, when somebody said so (`--zoom-api`, `--zoom-oauth`); these win over `api_url`. */
  readonly zoom: { readonly apiUrl?: string | undefined; readonly oauthUrl?: string | undefined }
}
