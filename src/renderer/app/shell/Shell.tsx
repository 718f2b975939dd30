import { Compass, MonitorOff } from 'lucide-react'
import { Suspense, useEffect } from 'react'
import type { AppStatus } from '../../../shared/contract/app.ts'
import { useDoor } from '../../door.ts'
import { hrefOf, useWindowTitle, useRoute } from '../../router.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { LinkButton } from '../../ui/Link.tsx'
import { pageTitleId } from '../../ui/Page.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { commonWords } from '../../words/common.ts'
import { shellWords } from '../../words/shell.ts'
import { innerScreens, screens } from '../screens.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { KeysHelp } from './KeysHelp.tsx'
import { Palette } from './Palette.tsx'
import { PracticeBanner } from './PracticeBanner.tsx'
import { Sending } from './Sending.tsx'
import styles from './Shell.module.css'
import { useShortcuts } from './shortcuts.ts'
import { Sidebar } from './Sidebar.tsx'

const mainId = 'main'

let hasArrived = false

/**
 * Moves the focus to the title of the screen beside it, so that keyboard and screen reader begin there. It is shown
 * together with the screen, so the title is there; the first screen after opening leaves the focus alone.
 */
function Arrival() {
  useEffect(() => {
    const title = document.getElementById(pageTitleId) ?? document.getElementById(mainId)
    if (hasArrived) title?.focus({ preventScroll: true })
    hasArrived = true
  }, [])
  return null
}

function Unknown() {
  return (
    <EmptyState
      icon={Compass}
      title={shellWords.unknownTitle}
      actions={<LinkButton href={hrefOf(['today'])}>{shellWords.toToday}</LinkButton>}
    >
      {shellWords.unknownText}
    </EmptyState>
  )
}

/** The frame around every screen of a school that is open. */
export function Shell({ status }: { readonly status: AppStatus }) {
  const screen = useRoute((route) => route.screen)
  const hasEnded = useDoor((door) => door.state === 'ended')
  const row = screens.find(({ id }) => id === screen) ?? innerScreens.find(({ id }) => id === screen)
  const isPractice = status.school?.kind === 'practice'
  useShortcuts()
  useWindowTitle(
    row?.label ?? shellWords.unknownTitle,
    isPractice ? shellWords.practiceSchool : status.school?.name,
    shellWords.product,
  )
  return (
    <>
      <a
        href={`#${mainId}`}
        className={styles.skip}
        onClick={(event) => {
          // The hash is ours, for the screens: only the focus moves.
          event.preventDefault()
          document.getElementById(mainId)?.focus()
        }}
      >
        {shellWords.skip}
      </a>
      <div className={styles.shell}>
        {isPractice && <PracticeBanner />}
        <div className={styles.columns}>
          <Sidebar status={status} />
          <main id={mainId} tabIndex={-1} className={styles.main}>
            {hasEnded ? (
              <EmptyState icon={MonitorOff} title={shellWords.tabEndedTitle} isProblem>
                {shellWords.tabEndedText}
              </EmptyState>
            ) : (
              <ErrorBoundary key={screen}>
                <Suspense fallback={<Skeleton label={commonWords.loading} />}>
                  {row ? <row.Screen /> : <Unknown />}
                  <Arrival />
                </Suspense>
              </ErrorBoundary>
            )}
          </main>
        </div>
      </div>
      <Palette />
      <KeysHelp />
      <Sending />
    </>
  )
}
