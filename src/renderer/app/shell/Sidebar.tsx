import { Keyboard, School as SchoolIcon, Search, UserRound } from 'lucide-react'
import type { AppStatus } from '../../../shared/contract/app.ts'
import { hrefOf, useRoute } from '../../router.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Kbd } from '../../ui/Kbd.tsx'
import { Logo } from '../../ui/Logo.tsx'
import { Count } from '../../ui/Pill.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { shellWords } from '../../words/shell.ts'
import { innerScreens, screens } from '../screens.tsx'
import { Standing } from './Standing.tsx'
import { openOverlay } from './shortcuts.ts'
import styles from './Sidebar.module.css'

/** The way to every screen, and where things stand. */
export function Sidebar({ status }: { readonly status: AppStatus }) {
  const screen = useRoute((route) => route.screen)
  const current = innerScreens.find(({ id }) => id === screen)?.under ?? screen
  return (
    <aside className={styles.sidebar} aria-label={shellWords.product}>
      <div className={styles.brand}>
        <Logo />
        <span>{shellWords.product}</span>
      </div>
      <button type="button" className={styles.find} onClick={() => openOverlay('find')} aria-keyshortcuts="Control+K">
        <Search aria-hidden />
        <span>{shellWords.find}</span>
        <Kbd>Ctrl K</Kbd>
      </button>
      <nav aria-label={shellWords.navigation}>
        <ul className={styles.list}>
          {screens.map(({ id, label, icon: Icon, key }) => (
            <li key={id}>
              <a
                href={hrefOf([id])}
                aria-current={current === id ? 'page' : undefined}
                aria-keyshortcuts={key}
                className={styles.link}
              >
                <Icon aria-hidden />
                <span className={styles.label}>{label}</span>
                {id === 'schedule' && status.changedInZoom > 0 && (
                  <Count tone="red">
                    <span aria-hidden>{status.changedInZoom}</span>
                    <VisuallyHidden>{shellWords.changedInZoom(status.changedInZoom)}</VisuallyHidden>
                  </Count>
                )}
                {id === 'who' && status.unidentified > 0 && (
                  <Count tone="amber">
                    <span aria-hidden>{status.unidentified}</span>
                    <VisuallyHidden>{shellWords.unidentified(status.unidentified)}</VisuallyHidden>
                  </Count>
                )}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <section className={styles.foot} aria-label={shellWords.standing}>
        <Standing status={status} />
        {status.school && (
          <p className={styles.line} title={status.school.name}>
            <SchoolIcon aria-hidden />
            <span>{status.school.name}</span>
          </p>
        )}
        <div className={styles.last}>
          <p className={styles.line}>
            <UserRound aria-hidden />
            <span>{shellWords.roles[status.role]}</span>
          </p>
          <IconButton
            icon={Keyboard}
            label={shellWords.keysHelp}
            keys="?"
            size="small"
            placement="top"
            onPress={() => openOverlay('keys')}
          />
        </div>
      </section>
    </aside>
  )
}
