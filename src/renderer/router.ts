import { useEffect } from 'react'
import { create } from 'zustand'
import { parseRoute, type Route } from './route.ts'

export { hrefOf } from './route.ts'

/** Where we are. */
export const useRoute = create<Route>(() => parseRoute(window.location.hash))

window.addEventListener('hashchange', () => useRoute.setState(parseRoute(window.location.hash), true))

/** Goes to a place. `replace` leaves no trace in the history: for filters and open drawers. */
export function navigate(href: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (href === window.location.hash) return
  if (!replace) {
    window.location.hash = href
    return
  }
  window.history.replaceState(null, '', href)
  useRoute.setState(parseRoute(href), true)
}

/** What a tab of a browser, a taskbar and a screen reader call the page. */
export function useDocumentTitle(...parts: readonly (string | undefined)[]): void {
  const title = parts.filter((part) => part !== undefined && part !== '').join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
}
