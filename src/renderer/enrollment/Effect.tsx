import type { EnrollmentPreview } from '../../shared/contract/enrollment.ts'
import type { GridColumn } from '../ui/grid/columns.ts'
import { DataGrid } from '../ui/grid/DataGrid.tsx'
import { GridFrame } from '../ui/grid/GridFrame.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { enrollmentWords } from '../words/enrollment.ts'
import styles from './Enrollment.module.css'

const { effect: words } = enrollmentWords

type PreviewedPerson = EnrollmentPreview['people'][number]

const keyOf = ({ personId }: PreviewedPerson) => personId
const nameOf = ({ listName }: PreviewedPerson) => listName
/** So many are named in lines; more stand in a list that scrolls. */
const mostLines = 6
const stateOf = ({ from, to, objection }: PreviewedPerson) =>
  objection ?? `${from ?? words.nowhere} → ${to ?? words.nowhere}`
const isLeftOut = ({ objection }: PreviewedPerson) => objection !== null

const columns: readonly GridColumn<PreviewedPerson>[] = [
  { id: 'name', header: words.columns.name, width: '1fr', minimumWidth: 170, isRowHeader: true, cell: nameOf },
  {
    id: 'state',
    header: words.columns.state,
    width: '2fr',
    minimumWidth: 220,
    cell: stateOf,
  },
]

/** What a change of enrollments will do: for whom, to the classes that were, and at Zoom. */
export function Effect({ preview, isOld }: { readonly preview: EnrollmentPreview | null; readonly isOld: boolean }) {
  if (preview === null) return <Skeleton label={words.looking} rows={3} />
  const { people, periodCount, markCount, registrationCount, cancellationCount } = preview
  const [only] = people
  // Those who are left out stand first.
  const sorted = people.toSorted((a, b) => Number(isLeftOut(b)) - Number(isLeftOut(a)))
  const changed = people.filter(({ objection }) => objection === null)
  return (
    <section aria-label={words.title} aria-busy={isOld} className={styles.effect}>
      <h3 className={styles.effectTitle}>{words.title}</h3>
      <ul aria-live="polite" className={styles.lines}>
        {people.length === 1 && only !== undefined && (
          <li className={only.objection === null ? undefined : styles.objection}>
            {only.objection ?? words.oneMove(only.listName, only.from, only.to)}
          </li>
        )}
        {people.length > changed.length && people.length > 1 && (
          <li className={styles.objection}>{words.leftOut(people.length - changed.length)}</li>
        )}
        {changed.length > 0 && <li>{words.periods(periodCount)}</li>}
        {markCount > 0 && <li>{words.marks(markCount)}</li>}
        {registrationCount > 0 && <li>{words.registrations(registrationCount)}</li>}
        {cancellationCount > 0 && <li>{words.cancellations(cancellationCount)}</li>}
      </ul>
      {people.length > 1 && people.length <= mostLines && (
        <ul className={styles.people}>
          {sorted.map((person) => (
            <li key={keyOf(person)} className={person.objection === null ? undefined : styles.objection}>
              <strong>{person.listName}</strong> {stateOf(person)}
            </li>
          ))}
        </ul>
      )}
      {people.length > mostLines && (
        <GridFrame>
          <DataGrid
            label={words.title}
            rows={sorted}
            keyOf={keyOf}
            columns={columns}
            nameOf={nameOf}
            isQuiet={isLeftOut}
          />
        </GridFrame>
      )}
    </section>
  )
}
