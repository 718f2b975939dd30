import type { RosterPreview } from '../../../../shared/contract/roster.ts'
import { sectionTitle } from '../../../../shared/domain/list-names.ts'
import { hrefOf } from '../../../router.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Link } from '../../../ui/Link.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { importWords as words } from '../../../words/import.ts'
import styles from './Import.module.css'

/** So many sections are named; beyond them it is the whole school. */
const namedSections = 8

interface Props {
  readonly brake: NonNullable<RosterPreview['brake']>
  readonly isReleased: boolean
  readonly onRelease: (isReleased: boolean) => void
}

/** Stops an import that touches much: what it would touch, and the word that lets it go on. */
export function BrakeNotice({ brake: { touchedCount, schoolCount, sections }, isReleased, onRelease }: Props) {
  return (
    <Notice tone="warning" title={words.brake(touchedCount, schoolCount)}>
      <div className={styles.brake}>
        {sections.length > 0 && (
          <>
            <p>{words.brakeSections}</p>
            <ul className={styles.sections}>
              {sections.slice(0, namedSections).map((section) => (
                <li key={`${section.gradeLevel} ${section.name}`}>
                  {sectionTitle(section.gradeLevel, section.name)}:{' '}
                  {words.brakeSection(section.touchedCount, section.studentCount)}
                </li>
              ))}
              {sections.length > namedSections && <li>{words.moreSections(sections.length - namedSections)}</li>}
            </ul>
            <p>
              {words.brakeFirstWeeks} <Link href={hrefOf(['settings', 'classes'])}>{words.toSettings}</Link>
            </p>
          </>
        )}
        <Checkbox isSelected={isReleased} onChange={onRelease}>
          {words.releaseBrake(touchedCount)}
        </Checkbox>
      </div>
    </Notice>
  )
}
