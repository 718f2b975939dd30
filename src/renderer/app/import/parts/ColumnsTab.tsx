import type { RosterField, RosterPreview } from '../../../../shared/contract/roster.ts'
import { rosterColumns } from '../../../../shared/domain/roster-columns.ts'
import { Select } from '../../../ui/Select.tsx'
import { importWords as words } from '../../../words/import.ts'
import { mappedAs } from '../asked.ts'
import styles from './Import.module.css'

const fields = rosterColumns.map((id) => ({ id, label: words.fields[id] }))

interface Props {
  readonly columns: RosterPreview['columns']
  readonly mappingFrom: NonNullable<RosterPreview['mappingFrom']>
  readonly onMap: (mapping: Record<string, RosterField>) => void
}

/** Each column of a table with some of its cells, and what it holds. */
export function ColumnsTab({ columns, mappingFrom, onMap }: Props) {
  return (
    <div>
      <p className={styles.note}>{words.mappingFrom[mappingFrom]}</p>
      <ul className={styles.columns}>
        {columns.map(({ header, field, samples }) => {
          const seen = [...new Set(samples)].filter((sample) => sample !== '')
          return (
            <li key={header} className={styles.column}>
              <div>
                <div className={styles.columnName}>{header}</div>
                <div className={styles.samples}>{seen.length === 0 ? words.noSamples : seen.join(' · ')}</div>
              </div>
              <Select
                label={words.columnIs(header)}
                isLabelHidden
                choices={fields}
                value={field}
                onChange={(chosen) => onMap(mappedAs(columns, header, chosen))}
              />
            </li>
          )
        })}
      </ul>
    </div>
  )
}
