import { Bell, GraduationCap, Info, Plug, Scale, School, type LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import { hrefOf, useDocumentTitle, useRoute } from '../../router.ts'
import { Page } from '../../ui/Page.tsx'
import { settingsWords as words } from '../../words/settings.ts'
import { AboutPart } from './parts/AboutPart.tsx'
import { AccountPart } from './parts/AccountPart.tsx'
import { ClassesPart } from './parts/ClassesPart.tsx'
import { RemindersPart } from './parts/RemindersPart.tsx'
import { RulesPart } from './parts/RulesPart.tsx'
import { SchoolPart } from './parts/SchoolPart.tsx'
import styles from './Settings.module.css'

interface Part {
  readonly id: keyof typeof words.parts
  readonly icon: LucideIcon
  readonly Content: ComponentType
}

const first: Part = { id: 'account', icon: Plug, Content: AccountPart }
const parts: readonly Part[] = [
  first,
  { id: 'school', icon: School, Content: SchoolPart },
  { id: 'classes', icon: GraduationCap, Content: ClassesPart },
  { id: 'rules', icon: Scale, Content: RulesPart },
  { id: 'reminders', icon: Bell, Content: RemindersPart },
  { id: 'about', icon: Info, Content: AboutPart },
]

/** What a school may set, in parts; which one stands in the address. */
export function Screen() {
  const [wanted] = useRoute((route) => route.parts)
  const { id: current, Content } = parts.find(({ id }) => id === wanted) ?? first
  useDocumentTitle(words.title, words.parts[current])
  return (
    <Page title={words.title}>
      <div className={styles.settings}>
        <nav aria-label={words.navigation}>
          <ul className={styles.parts}>
            {parts.map(({ id, icon: Icon }) => (
              <li key={id}>
                <a
                  href={hrefOf(['settings', id])}
                  aria-current={id === current ? 'page' : undefined}
                  className={styles.part}
                >
                  <Icon aria-hidden />
                  {words.parts[id]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className={styles.content} tabIndex={-1}>
          <div key={current} className={styles.column}>
            <Content />
          </div>
        </div>
      </div>
    </Page>
  )
}
