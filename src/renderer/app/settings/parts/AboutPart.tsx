import { Monitor, Moon, Sun } from 'lucide-react'
import { product } from '../../../../shared/product.ts'
import { usePrepared } from '../../../connect/prepared.ts'
import { PreparedProblem } from '../../../connect/PreparedProblem.tsx'
import { useStatus } from '../../../status.ts'
import { setTheme, useTheme } from '../../../theme.ts'
import { Facts } from '../../../ui/Facts.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { Segments } from '../../../ui/Tabs.tsx'
import { connectWords } from '../../../words/connect.ts'
import { settingsWords } from '../../../words/settings.ts'
import { usualPlace } from '../usual-place.ts'
import styles from './Form.module.css'

const { about: words, theme: themeWords } = settingsWords
const icons = { system: Monitor, light: Sun, dark: Moon }
const themes = (['system', 'light', 'dark'] as const).map((id) => ({
  id,
  label: themeWords.choices[id],
  icon: icons[id],
}))

/** What belongs to this computer: the look, the version, and where things are kept. */
export function AboutPart() {
  const theme = useTheme((state) => state.theme)
  const status = useStatus().data
  const { file } = usePrepared()
  if (status === null) return null
  const isDoneWithSecret = file?.zoom.hasClientSecret === true && status.isConnected && status.school?.kind === 'zoom'
  const preparedWords = isDoneWithSecret ? connectWords.preparedSecretStays : connectWords.preparedFile
  return (
    <>
      <Panel title={themeWords.title}>
        <div className={styles.actions}>
          <Segments label={themeWords.label} choices={themes} value={theme} onChange={setTheme} />
        </div>
      </Panel>
      <Panel title={words.title}>
        <Facts
          facts={[
            { id: 'version', term: words.version, value: status.version },
            { id: 'data', term: words.data, value: words.dataElse(usualPlace()) },
            ...(status.secrets === null
              ? []
              : [{ id: 'secrets', term: words.secrets, value: words.secretStores[status.secrets] }]),
            {
              id: 'work',
              term: words.background,
              value: status.holdsLease ? words.holdsLease : words.otherHoldsLease,
            },
            ...(file === null
              ? []
              : [
                  {
                    id: 'prepared',
                    term: connectWords.preparedFact,
                    value: preparedWords(product.provisioningFile),
                  },
                ]),
            { id: 'licence', term: words.licence, value: words.licenceName },
          ]}
        />
        <p className={styles.quiet}>{words.dataEncrypted}</p>
        <PreparedProblem />
      </Panel>
    </>
  )
}
