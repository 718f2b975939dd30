import { Copy, ExternalLink } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from '../ui/Button.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { LinkButton } from '../ui/Link.tsx'
import { connectWords } from '../words/connect.ts'
import { copyText } from '../copy.ts'
import { neededFeatures, scopeGroups, scopesWithout, type ScopeGroup } from './scopes.ts'
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
  const [leftOut, setLeftOut] = useState<readonly ScopeGroup['feature'][]>([])
  const chosen = scopesWithout(leftOut)
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
        <p>{words.scopes(chosen.length)}</p>
        <Scopes leftOut={leftOut} onLeaveOut={setLeftOut} />
        <p>{words.classic}</p>
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

interface ScopesProps {
  readonly leftOut: readonly ScopeGroup['feature'][]
  readonly onLeaveOut: (leftOut: readonly ScopeGroup['feature'][]) => void
}

function Scopes({ leftOut, onLeaveOut }: ScopesProps) {
  const chosen = scopesWithout(leftOut)
  const choose = (feature: ScopeGroup['feature'], isChosen: boolean) =>
    onLeaveOut(isChosen ? leftOut.filter((other) => other !== feature) : [...leftOut, feature])
  return (
    <div className={styles.scopes}>
      {scopeGroups.map(({ feature, scopes }) => (
        <section key={feature} className={styles.group} aria-label={connectWords.features[feature]}>
          {neededFeatures.includes(feature) ? (
            <h3 className={styles.feature}>{connectWords.features[feature]}</h3>
          ) : (
            <Checkbox isSelected={!leftOut.includes(feature)} onChange={(isChosen) => choose(feature, isChosen)}>
              <span className={styles.feature}>{connectWords.features[feature]}</span>
            </Checkbox>
          )}
          {leftOut.includes(feature) ? (
            <p className={styles.cost}>{connectWords.costs[feature]}</p>
          ) : (
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
          )}
        </section>
      ))}
      <Button icon={Copy} size="small" onPress={() => void copyText(chosen.join('\n'), connectWords.copied)}>
        {words.copyAll(chosen.length)}
      </Button>
    </div>
  )
}
