import type { Meeting } from '../../../../shared/contract/meeting.ts'
import { withSubstitute } from '../../../../shared/domain/list-names.ts'
import { topicOf } from '../../../../shared/domain/meeting-title.ts'
import { useFormats, useStatus } from '../../../status.ts'
import { PrintSheet } from '../../../ui/PrintSheet.tsx'
import { joinSheetWords as words, joinSteps } from '../../../words/join-sheet.ts'
import styles from './JoinSheet.module.css'

/** A meeting's number as Zoom shows it, for whoever types it: 870 7532 0256. */
const spaced = (id: string): string => id.replace(/^(\d{3})(\d{3,4}?)(\d{3,4})$/, '$1 $2 $3')

/** A sheet of paper that says when a class takes place and how to come in; nobody's own link is on it. */
export function JoinSheet({ meeting, onDone }: { readonly meeting: Meeting; readonly onDone: () => void }) {
  const formats = useFormats()
  const school = useStatus().data?.school
  const {
    title,
    titlePattern,
    audience,
    kind,
    time,
    dates,
    teachers,
    host,
    substitute,
    joinUrl,
    zoomMeetingId,
    passcode,
  } = meeting
  const names = teachers.length > 0 ? teachers.map(({ name }) => name) : [host.name]
  const ahead = dates.filter(({ state, phase }) => state === 'scheduled' && phase !== 'past')
  const times = kind === 'noFixedTime' ? [] : ahead.length > 0 ? ahead.map((date) => date.time) : [time]
  const hourOf = ({ startsAt, durationMinutes }: Meeting['time']) => formats.wallRange(startsAt, durationMinutes)
  const hours = new Set(times.map(hourOf))
  // Said once for the dates of a whole term, as long as it is the same.
  const hour = times.length > 12 && hours.size === 1 ? [...hours][0]! : null
  const facts: readonly (readonly [string, string | null])[] =
    audience === 'class'
      ? []
      : [
          [words.link, joinUrl],
          [words.number, zoomMeetingId && spaced(zoomMeetingId)],
          [words.passcode, passcode],
        ]
  return (
    <PrintSheet onDone={onDone}>
      <p className={styles.school}>
        {[school?.name, ...(school?.kind === 'practice' ? [words.practice] : [])].join(' · ')}
      </p>
      <h1 className={styles.title}>{times.length > 1 ? topicOf(titlePattern) : title}</h1>
      <h2 className={styles.head}>{words.when}</h2>
      {times.length === 0 ? (
        <p className={styles.text}>{words.anyTime}</p>
      ) : (
        <>
          {hour !== null && <p className={styles.text}>{words.hour(hour)}</p>}
          <ul className={times.length > 12 ? styles.columns : styles.plain}>
            {times.map((date) => (
              <li key={`${date.on} ${date.startsAt}`}>
                {[formats.date(date.on, 'medium'), ...(hour === null ? [hourOf(date)] : [])].join(', ')}
              </li>
            ))}
          </ul>
        </>
      )}
      {times.length > 0 && <p className={styles.small}>{words.zone(time.timeZone)}</p>}
      <h2 className={styles.head}>{words.teacher}</h2>
      <p className={styles.text}>{withSubstitute(names, substitute)}</p>
      <h2 className={styles.head}>{words.how}</h2>
      <ol className={styles.steps}>
        {joinSteps(meeting).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {facts.length > 0 && (
        <dl className={styles.facts}>
          {facts.map(([term, value]) =>
            value === null ? null : (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ),
          )}
        </dl>
      )}
    </PrintSheet>
  )
}
