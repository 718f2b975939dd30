import { Keyboard } from 'react-aria-components'
import styles from './Kbd.module.css'

/** One key cap. */
export function Kbd({ children }: { readonly children: string }) {
  return <Keyboard className={styles.key ?? ''}>{children}</Keyboard>
}

/** Key caps from a chord such as `Ctrl+K` (held together) or `g t` (one after the other). */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys}>
      {keys.split(' ').map((chord) => (
        <span key={chord} className={styles.chord}>
          {chord.split(/(?<=.)\+(?=.)/).map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      ))}
    </span>
  )
}
