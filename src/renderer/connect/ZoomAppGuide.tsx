import { Copy, ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { LinkButton } from '../ui/Link.tsx'
import { connectWords } from '../words/connect.ts'
import { copyText } from './copy.ts'
import { allScopes, scopeGroups } from './scopes.ts'
import styles from './ZoomAppGuide.module.css'

const { guide: words } = connectWords

function Step({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <li className={styles.step}>
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.text}>{children}</div>
    </li>
  )
}

/** How to make the app at Zoom through which Homeroom works, with everything to copy. */
export function ZoomAppGuide() {
  return (
    <ol className={styles.steps}>
      <Step title={words.openTitle}>
        <p>{words.open}</p>
        <LinkButton
          href="https://marketplace.zoom.us/develop/create"
          target="_blank"
          rel="noreferrer"
          icon={ExternalLink}
          size="small"
        >
          {words.openLink}
        </LinkButton>
      </Step>
      <Step title={words.createTitle}>
        <p>{words.create}</p>
        <p>{words.createNot}</p>
      </Step>
      <Step title={words.aboutTitle}>
        <p>{words.about}</p>
      </Step>
      <Step title={words.scopesTitle}>
        <p>{words.scopes(allScopes.length)}</p>
        <Scopes />
      </Step>
      <Step title={words.activateTitle}>
        <p>{words.activate}</p>
      </Step>
      <Step title={words.credentialsTitle}>
        <p>{words.credentials}</p>
      </Step>
    </ol>
  )
}

function Scopes() {
  return (
    <div className={styles.scopes}>
      {scopeGroups.map(({ feature, scopes }) => (
        <section key={feature} className={styles.group}>
          <h3 className={styles.feature}>{connectWords.features[feature]}</h3>
          <ul>
            {scopes.map((scope) => (
              <li key={scope} className={styles.scope}>
                <code>{scope}</code>
                <IconButton
                  icon={Copy}
                  size="small"
                  label={words.copyScope(scope)}
                  onPress={() => void copyText(scope, connectWords.copied)}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <Button icon={Copy} size="small" onPress={() => void copyText(allScopes.join('\n'), connectWords.copied)}>
        {words.copyAll}
      </Button>
    </div>
  )
}
