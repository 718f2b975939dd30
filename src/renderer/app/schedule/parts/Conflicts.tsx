import type { Conflict, MeetingPreview } from '../../../../shared/contract/meeting-preview.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { conflictCounts, conflictLines } from '../../../words/conflicts.ts'
import { formWords as words } from '../../../words/schedule-form.ts'
import styles from './Form.module.css'

interface Props {
  /** The conflicts of each date that takes place. */
  readonly dates: readonly { readonly conflicts: readonly Conflict[] }[]
  readonly freeHosts: MeetingPreview['freeHosts'] | null
  readonly needsLicence: boolean
  readonly onHost: (hostId: string) => void
}

const mostProposed = 3

/** Which conflicts of single dates are said above them already: being outside of school hours, where all of them are. */
export function saidAbove(dates: Props['dates']): (conflict: Conflict) => boolean {
  const isOfAll =
    dates.length > 1 && dates.every(({ conflicts }) => conflicts.some(({ kind }) => kind === 'outsideSchoolHours'))
  return ({ kind }) => isOfAll && kind === 'outsideSchoolHours'
}

/** What stands in the way, in a line each, and who could host it instead. It keeps nobody from going on. */
export function Conflicts({ dates, freeHosts, needsLicence, onHost }: Props) {
  const formats = useFormats()
  const found = dates.flatMap(({ conflicts }) => conflicts)
  if (found.length === 0) return null
  const isSeries = dates.length > 1
  const lines = isSeries ? conflictCounts(dates) : conflictLines(found, formats)
  const proposed = found.some(({ kind }) => kind === 'hostBusy')
    ? (freeHosts ?? []).filter(({ isLicensed }) => isLicensed || !needsLicence).slice(0, mostProposed)
    : []
  const [first = '', ...rest] = lines
  return (
    <Notice tone="warning" title={first}>
      {(rest.length > 0 || proposed.length > 0) && (
        <>
          {rest.map((line) => (
            <div key={line}>{line}</div>
          ))}
          {proposed.length > 0 && (
            <div role="group" aria-label={isSeries ? words.freeHosts : words.freeThen} className={styles.proposed}>
              <span aria-hidden>{isSeries ? words.freeHosts : words.freeThen}</span>
              {proposed.map(({ hostId, name }) => (
                <Button key={hostId} size="small" aria-label={words.giveTo(name)} onPress={() => onHost(hostId)}>
                  {name}
                </Button>
              ))}
            </div>
          )}
        </>
      )}
    </Notice>
  )
}
