import { randomBytes } from 'node:crypto'

/** How long a one-time link works. */
export const ticketLifeMs = 60_000
/** A session without a call and without an open socket ends after this time. */
export const idleMs = 30 * 60_000
/** A reload takes a new token; nobody has more tabs than this. */
const mostTabs = 64

/** One person's browser, from the opening of a one-time link on. */
export interface Session {
  /** Known to the page's storage only; the cookie is not enough to get a tab's token. */
  readonly key: string
  readonly cookie: string
  readonly tabs: Set<string>
  readonly sockets: Set<{ close(): void }>
  usedAt: number
}

/** Who may talk to the browser host. Time is the computer's, in epoch ms. */
export interface Sessions {
  /** A fresh one-time ticket; an earlier one that was not used stops working. */
  newTicket(): string
  /** Turns a ticket into a session, once, within its minute; null otherwise. */
  redeem(ticket: string): Session | null
  /** The session of a cookie, or null when there is none or it has idled out. */
  find(cookie: string | undefined): Session | null
  /** A fresh token for one tab. */
  newTab(session: Session): string
  /** Notes that the session was used just now. */
  touch(session: Session): void
  /** Forgets the sessions that have idled out. */
  endIdle(): void
}

/** Sessions in memory: they end with the process. */
export function createSessions(now: () => number = Date.now): Sessions {
  const sessions = new Map<string, Session>()
  let ticket: { readonly text: string; readonly until: number } | null = null

  function isIdle({ sockets, usedAt }: Session): boolean {
    return sockets.size === 0 && now() - usedAt >= idleMs
  }

  return {
    newTicket() {
      ticket = { text: secret(), until: now() + ticketLifeMs }
      return ticket.text
    },
    redeem(text) {
      if (ticket === null || ticket.text !== text || now() >= ticket.until) return null
      ticket = null
      const session: Session = { key: secret(), cookie: secret(), tabs: new Set(), sockets: new Set(), usedAt: now() }
      sessions.set(session.cookie, session)
      return session
    },
    find(cookie) {
      const session = cookie === undefined ? undefined : sessions.get(cookie)
      if (session === undefined || isIdle(session)) return null
      return session
    },
    newTab({ tabs }) {
      const token = secret()
      tabs.add(token)
      for (const oldest of tabs) {
        if (tabs.size <= mostTabs) break
        tabs.delete(oldest)
      }
      return token
    },
    touch(session) {
      session.usedAt = now()
    },
    endIdle() {
      for (const session of sessions.values()) if (isIdle(session)) sessions.delete(session.cookie)
    },
  }
}

/** 256 random bits, in letters that fit a cookie, a header, a path and a subprotocol. */
function secret(): string {
  return randomBytes(32).toString('base64url')
}
