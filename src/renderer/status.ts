import { useMemo } from 'react'
import type { AppStatus } from '../shared/contract/app.ts'
import { on } from './api.ts'
import { setClock } from './clock.ts'
import { prefetch, useLive, type Live } from './live.ts'
import { createFormats, type Formats } from './words/format.ts'

/** Asks for the status before the first screen is drawn, and keeps the clock by what the application says. */
export function startStatus(): void {
  prefetch('app.status', {})
  on((event) => {
    if (event.type === 'clock') setClock(event.now)
  })
}

/** Where the application stands: school, connection, what waits. */
export function useStatus(): Live<AppStatus> & { readonly reload: () => void } {
  return useLive('app.status', {})
}

const computerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** How this school writes times, dates and figures; the computer's own way while there is no school yet. */
export function useFormats(): Formats {
  const school = useStatus().data?.school
  const locale = school?.locale ?? navigator.language
  const timeZone = school?.timeZone ?? computerZone()
  return useMemo(() => createFormats(locale, timeZone), [locale, timeZone])
}
