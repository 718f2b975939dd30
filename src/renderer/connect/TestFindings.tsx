import { Copy } from 'lucide-react'
import type { AccountTest } from '../../shared/contract/account.ts'
import { useFormats } from '../status.ts'
import { Button } from '../ui/Button.tsx'
import { Facts } from '../ui/Facts.tsx'
import { Notice } from '../ui/Notice.tsx'
import { connectWords as words } from '../words/connect.ts'
import { copyText } from '../copy.ts'
import { allScopes } from './scopes.ts'
import styles from './TestFindings.module.css'

/** Beyond this many seconds between the clocks a person should look at theirs; beyond 60 tokens fail. */
const skewWorthSaying = 30

/** What a test of the connection found, as sentences: who we are there, what is missing and what that costs. */
export function TestFindings({ found }: { readonly found: AccountTest }) {
  const formats = useFormats()
  const { missingScopes, clockSkewSeconds } = found
  const granted = allScopes.length - missingScopes.length
  const skew = Math.round(Math.abs(clockSkewSeconds))
  const skewWords = clockSkewSeconds > 0 ? words.skewAhead(skew) : words.skewBehind(skew)
  return (
    <div className={styles.findings}>
      <Notice tone="good" title={words.connectedTitle(found.name, found.email)} isLive>
        {missingScopes.length === 0 ? words.allScopes(granted) : words.someScopes(granted, allScopes.length)}
      </Notice>
      {skew > skewWorthSaying && (
        <Notice tone="warning" title={skewWords}>
          {words.skewFix}
        </Notice>
      )}
      {missingScopes.length > 0 && (
        <Notice
          tone="warning"
          title={words.missingTitle}
          actions={
            <Button
              size="small"
              icon={Copy}
              onPress={() => void copyText(missingScopes.map(({ scope }) => scope).join('\n'), words.copied)}
            >
              {words.copy}
            </Button>
          }
        >
          <ul className={styles.missing}>
            {missingScopes.map(({ scope, feature }) => (
              <li key={scope}>
                <code>{scope}</code> {words.costs[feature]}
              </li>
            ))}
          </ul>
          <p>{words.missingText}</p>
        </Notice>
      )}
      <Facts
        facts={[
          {
            id: 'plan',
            term: words.facts.plan,
            value: found.plan === null ? words.planUnknown : words.plans[found.plan],
          },
          { id: 'rate', term: words.facts.rate, value: words.callsPerSecond(found.callsPerSecond) },
          { id: 'region', term: words.facts.region, value: found.region },
          {
            id: 'skew',
            term: words.facts.skew,
            value: skew > 1 ? skewWords : words.skewGood,
          },
          { id: 'tested', term: words.facts.tested, value: formats.time(found.testedAt) },
        ]}
      />
      <details className={styles.granted}>
        <summary>{`${words.grantedTitle} (${found.grantedScopes.length})`}</summary>
        <ul>
          {found.grantedScopes.toSorted().map((scope) => (
            <li key={scope}>
              <code>{scope}</code>
            </li>
          ))}
        </ul>
      </details>
    </div>
  )
}
