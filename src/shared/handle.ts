import type { Role } from './contract/row.ts'
import type { Result } from './problem.ts'

/** Who calls: every door names the role that it acts for, and dispatch checks it. */
export interface Caller {
  readonly role: Role
  /** Which door, for the decision log: nothing personal. */
  readonly door: 'electron' | 'browser' | 'cli' | 'test'
}

/** Where a notice leads: a screen, and one thing on it. */
export interface NoticePlace {
  readonly screen: 'today' | 'schedule'
  /** Of a meeting, on the schedule. */
  readonly id: string | null
}

/** What the application tells its doors without being asked. Events say what changed, never the data. */
export type ApplicationEvent =
  | { readonly type: 'changed'; readonly nouns: readonly string[] }
  | { readonly type: 'progress'; readonly job: string; readonly done: number; readonly total: number }
  | { readonly type: 'clock'; readonly now: string }
  /** What the operating system's notification says, for doors that have none. */
  | { readonly type: 'notice'; readonly title: string; readonly detail: string; readonly place: NoticePlace }

/** The whole application as a door sees it, whichever thread or process it runs in. */
export interface ApplicationHandle {
  /** Runs one operation of the contract by its name. Never rejects: each failure is a {@link Result} with a problem. */
  call(name: string, input: unknown, caller: Caller): Promise<Result<unknown>>
  /** Hears every event from now on; returns the unsubscriber. */
  on(listener: (event: ApplicationEvent) => void): () => void
  /** Stops jobs, closes the database, ends the workers. Safe to call twice. */
  close(): Promise<void>
}
