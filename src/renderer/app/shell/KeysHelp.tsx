import { Dialog } from '../../ui/Dialog.tsx'
import { Keys } from '../../ui/Kbd.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { commonWords } from '../../words/common.ts'
import { shellWords } from '../../words/shell.ts'
import { screens } from '../screens.tsx'
import styles from './KeysHelp.module.css'
import { openOverlay, setSingleKeys, useOverlay, useSingleKeys } from './shortcuts.ts'

interface KeyRow {
  readonly label: string
  readonly keys: readonly string[]
}

const { keyGroups, keyRows } = shellWords

const groups: readonly { readonly title: string; readonly rows: readonly KeyRow[] }[] = [
  {
    title: keyGroups.everywhere,
    rows: [
      { label: keyRows.find, keys: ['Ctrl+K', '/'] },
      { label: keyRows.newClass, keys: ['n'] },
      { label: keyRows.help, keys: ['?'] },
      { label: keyRows.letGo, keys: ['Esc'] },
    ],
  },
  { title: keyGroups.screens, rows: screens.map(({ label, key }) => ({ label, keys: [key] })) },
  {
    title: keyGroups.lists,
    rows: [
      { label: keyRows.move, keys: ['↑', '↓'] },
      { label: keyRows.into, keys: ['→', '←'] },
      { label: keyRows.ends, keys: ['Home', 'End'] },
      { label: keyRows.open, keys: ['Enter'] },
      { label: keyRows.select, keys: ['Space'] },
      { label: keyRows.selectAll, keys: ['Ctrl+A'] },
      { label: keyRows.letters, keys: ['A … Z'] },
    ],
  },
  {
    title: keyGroups.attendance,
    rows: [
      { label: keyRows.present, keys: ['P'] },
      { label: keyRows.absent, keys: ['A'] },
      { label: keyRows.late, keys: ['L'] },
      { label: keyRows.excuse, keys: ['E'] },
    ],
  },
]

/** All keys that do something, and the switch for the single ones. */
export function KeysHelp() {
  const isOpen = useOverlay((overlay) => overlay.open === 'keys')
  const isOn = useSingleKeys((keys) => keys.isOn)
  return (
    <Dialog
      title={shellWords.keysHelp}
      isOpen={isOpen}
      onClose={() => openOverlay('none')}
      closeLabel={commonWords.close}
      size="large"
    >
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group.title} className={styles.group}>
            <h3 className={styles.title}>{group.title}</h3>
            <dl>
              {group.rows.map((row) => (
                <div key={row.label} className={styles.row}>
                  <dt>{row.label}</dt>
                  <dd className={styles.keys}>
                    {row.keys.map((keys) => (
                      <Keys key={keys} keys={keys} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch isSelected={isOn} onChange={setSingleKeys} description={shellWords.keysSingleDetail}>
        {shellWords.keysSingle}
      </Switch>
    </Dialog>
  )
}
