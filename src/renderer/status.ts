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

/** A dozen formatters take a millisecond to make, and every row of a list asks for them: there is one set for all. */
let made: Formats | undefined

function formatsOf(locale: string, timeZone: string): Formats {
  if (made?.wantedLocale !== locale || made.timeZone !== timeZone) made = createFormats(locale, timeZone)
  return made
}

/** How this school writes times, dates and figures; the computer's own way while there is no school yet. */
export function useFormats(): Formats {
  const school = useStatus().data?.school
  const locale = school?.locale ?? navigator.language
  const timeZone = school?.timeZone ?? computerZone()
  return formatsOf(locale, timeZone)
}
