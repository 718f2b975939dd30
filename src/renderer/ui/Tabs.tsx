import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs, ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import styles from './Tabs.module.css'

/** One tab and what it shows. */
export interface TabItem<Id extends string> {
  readonly id: Id
  readonly label: string
  /** How many stand behind it, or that they are too many to count: "100+". */
  readonly count?: number | string
  readonly content: ReactNode
}

/** What {@link Tabs} takes. */
export interface TabsProps<Id extends string> {
  readonly label: string
  readonly tabs: readonly TabItem<Id>[]
  readonly value: Id
  readonly onChange: (id: Id) => void
}

/** Several views of one thing. Arrows move between tabs; Tab goes into the view. */
export function Tabs<Id extends string>({ label, tabs, value, onChange }: TabsProps<Id>) {
  return (
    <AriaTabs
      selectedKey={value}
      onSelectionChange={(key) => {
        const chosen = tabs.find((tab) => tab.id === key)
        if (chosen) onChange(chosen.id)
      }}
      className={styles.tabs ?? ''}
    >
      <TabList aria-label={label} className={styles.list ?? ''}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={styles.tab ?? ''}>
            {tab.label}
            {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={styles.panel ?? ''}>
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}

/** What {@link Segments} takes. */
export interface SegmentsProps<Id extends string> {
  readonly label: string
  readonly choices: readonly { readonly id: Id; readonly label: string; readonly icon?: LucideIcon }[]
  readonly value: Id
  readonly onChange: (id: Id) => void
}

/** One of two or three ways to see the same thing, in place: day or week, all or only these. */
export function Segments<Id extends string>({ label, choices, value, onChange }: SegmentsProps<Id>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = choices.find((choice) => keys.has(choice.id))
        if (chosen) onChange(chosen.id)
      }}
      className={styles.segments ?? ''}
    >
      {choices.map(({ id, label: words, icon: Icon }) => (
        <ToggleButton key={id} id={id} className={styles.segment ?? ''}>
          {Icon && <Icon aria-hidden />}
          {words}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
