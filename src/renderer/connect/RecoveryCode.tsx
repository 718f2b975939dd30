import { Copy, Printer } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { connectWords as words } from '../words/connect.ts'
import { copyText } from '../copy.ts'
import styles from './RecoveryCode.module.css'

/** A recovery code to be kept: large, to copy, and to print on a sheet of its own. */
export function RecoveryCode({ code, school }: { readonly code: string; readonly school: string }) {
  return (
    // While this stands on the page, a print shows the sheet and nothing else.
    <div className={styles.kept} data-recovery-code>
      <div className={styles.sheet}>
        <p className={styles.printed}>{words.codePrintTitle(school)}</p>
        <output aria-label={words.codeTitle} className={styles.code} translate="no">
          {code.split('-').map((group, index) => (
            <span key={index} className={styles.group}>
              {group}
            </span>
          ))}
        </output>
        <p className={styles.printed}>{words.codePrintText}</p>
      </div>
      <div className={styles.actions}>
        <Button icon={Printer} onPress={() => window.print()}>
          {words.codePrint}
        </Button>
        <Button icon={Copy} onPress={() => void copyText(code, words.codeCopied)}>
          {words.copy}
        </Button>
        <span className={styles.proved}>{words.codeProved}</span>
      </div>
    </div>
  )
}
