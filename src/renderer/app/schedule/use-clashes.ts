import { useMemo } from 'react'
import type { OutputOf } from '../../../shared/contract/index.ts'
import type { MeetingSummary } from '../../../shared/contract/meeting.ts'
import { useLive } from '../../live.ts'
import type { scheduleWords as words } from '../../words/schedule.ts'

/** Somebody who would have to be in two classes at once, and the other class. */
export interface Clash {
  readonly kind: keyof typeof words.clashes
  readonly with: string
}

/** The clashes of planned dates, found by the date. */
export type Clashes = ReadonlyMap<string, Clash>

const keyOf = (meetingId: string, startInstant: string) => `${meetingId} ${startInstant}`

/** Who stands in two places first: a host cannot even start the second. */
const order = ['hostBusy', 'teacherBusy', 'sectionBusy'] as const

/** The gravest clash of each date. */
export function clashesOf(dates: OutputOf<'meeting.listClashes'>['dates']): Clashes {
  return new Map(
    dates.flatMap(({ meetingId, startInstant, conflicts }) => {
      const kind = order.find((one) => conflicts.some((conflict) => conflict.kind === one))
      const other = conflicts.find((conflict) => conflict.kind === kind)?.with
      return kind && other ? [[keyOf(meetingId, startInstant), { kind, with: other.title }] as const] : []
    }),
  )
}

/** The clash of one date, if it has any. */
export const clashOf = (clashes: Clashes, { id, time }: Pick<MeetingSummary, 'id' | 'time'>): Clash | undefined =>
  clashes.get(keyOf(id, time.startInstant))

const none: Clashes = new Map()

/** The clashes of a range of days (two weeks at the most), wherever in the school the other class is. */
export function useClashes(fromOn: string, toOn: string): Clashes {
  const { data } = useLive('meeting.listClashes', { fromOn, toOn })
  return useMemo(() => (data ? clashesOf(data.dates) : none), [data])
}
