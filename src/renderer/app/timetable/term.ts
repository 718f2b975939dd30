import type { OutputOf } from '../../../shared/contract/index.ts'
import { addDays } from '../../../shared/domain/time.ts'

type Years = OutputOf<'calendar.get'>['years']

/** A stretch of the calendar that a timetable can be for. */
export interface TermChoice {
  readonly id: string
  readonly label: string
  readonly firstOn: string
  readonly lastOn: string
}

/** How long a term is taken to be where the calendar knows none. */
const usualDays = 90

/** The grading periods and school years that have not ended, in order. */
export function termChoices(years: readonly Years[number][], today: string): TermChoice[] {
  return years
    .flatMap(({ id, title, firstOn, lastOn, gradingPeriods }): TermChoice[] => [
      ...gradingPeriods.map((period) => ({ ...period, label: `${period.title}, ${title}` })),
      { id, label: title, firstOn, lastOn },
    ])
    .filter(({ lastOn }) => lastOn >= today)
    .map(({ id, label, firstOn, lastOn }) => ({ id, label, firstOn, lastOn }))
}

/** The days that are offered first: the term that runs or comes next, else some weeks from today. */
export function firstTerm(choices: readonly TermChoice[], today: string): Pick<TermChoice, 'firstOn' | 'lastOn'> {
  const [next] = choices
  return next ?? { firstOn: today, lastOn: addDays(today, usualDays) }
}
