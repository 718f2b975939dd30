import { useEffect } from 'react'
import { create } from 'zustand'
import { parseRoute, type Route } from './route.ts'

export { hrefOf } from './route.ts'

/** Where we are. */
export const useRoute = create<Route>(() => parseRoute(window.location.hash))

window.addEventListener('hashchange', () => useRoute.setState(parseRoute(window.location.hash), true))

/** Where the address says we are: a moment ahead of {@link useRoute} when a link was just pressed. */
export const addressedRoute = (): Route => parseRoute(window.location.hash)

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

/** What the screen in sight calls itself, when that is more than its name. */
const usePageTitle = create<{ readonly title: string | null }>(() => ({ title: null }))

const joined = (parts: readonly (string | undefined)[]) =>
  parts.filter((part) => part !== undefined && part !== '').join(' · ')

/** A screen's own part of the window's title, while it is in sight: the class, the section that it shows. */
export function useDocumentTitle(...parts: readonly (string | undefined)[]): void {
  const title = joined(parts)
  useEffect(() => {
    usePageTitle.setState({ title })
    return () => usePageTitle.setState({ title: null })
  }, [title])
}

/** What a tab of a browser, a taskbar and a screen reader call the window: the screen's part, or its name; then `rest`. */
export function useWindowTitle(screenName: string, ...rest: readonly (string | undefined)[]): void {
  const page = usePageTitle((store) => store.title)
  const title = joined([page || screenName, ...rest])
  useEffect(() => {
    document.title = title
  }, [title])
}
