import type { Session } from 'electron'
import { appOrigin, originOf } from './protocol.ts'

/** What our own page may do beyond drawing itself: the "Copy" buttons. An allow-list, because the names grow. */
const allowed: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Whether a page of this URL gets the permission; everything that is not allowed by name is denied. */
export function isPermitted(permission: string, url: string, isMainFrame: boolean): boolean {
  return isMainFrame && originOf(url) === appOrigin && allowed.has(permission)
}

/** Denies every permission of the session except those of {@link isPermitted}: requests, checks, devices and screens. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isPermitted(permission, details.requestingUrl, details.isMainFrame))
  })
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    isPermitted(permission, origin, details.isMainFrame),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
}
