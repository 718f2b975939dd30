import { lazy, Suspense, useEffect } from 'react'
import { I18nProvider } from 'react-aria-components'
import { setClock } from '../clock.ts'
import { parseRoute } from '../route.ts'
import { hrefOf, navigate, useRoute } from '../router.ts'
import { useFormats, useStatus } from '../status.ts'
import { Announcer } from '../ui/Announcer.tsx'
import { ProblemNotice } from '../ui/ProblemNotice.tsx'
import { Toasts } from '../ui/Toasts.tsx'
import { commonWords } from '../words/common.ts'
import { problemWords } from '../words/problems.ts'
import { useIsSettingUp } from './first-run/store.ts'
import { Shell } from './shell/Shell.tsx'

const FirstRun = lazy(async () => ({ default: (await import('./first-run/Screen.tsx')).Screen }))

/** The whole page: first run while there is no school that is open, the screens afterwards. */
export function App() {
  const { data: status, problem, isReloading, reload } = useStatus()
  const formats = useFormats()
  const screen = useRoute((route) => route.screen)
  // A school that was just made is ready before its recovery code is kept.
  const isSettingUp = useIsSettingUp()
  const isReady = status?.state === 'ready' && !isSettingUp
  useEffect(() => {
    if (status) setClock(status.now)
  }, [status])
  useEffect(() => {
    // A link may have come while this was drawn: what the address says now counts.
    if (screen === '' && parseRoute(window.location.hash).screen === '') navigate(hrefOf(['today']), { replace: true })
  }, [screen])

  return (
    <I18nProvider locale={formats.locale}>
      {status && isReady && <Shell status={status} />}
      {status && !isReady && (
        <Suspense>
          <FirstRun />
        </Suspense>
      )}
      {!status && problem && (
        <ProblemNotice size="page" {...problemWords(problem, formats)} onRetry={reload} isRetrying={isReloading} />
      )}
      <Toasts label={commonWords.messages} closeLabel={commonWords.close} />
      <Announcer />
    </I18nProvider>
  )
}
