import type { RosterAnswers, RosterPreview } from '../../../../shared/contract/roster.ts'
import { readWrittenDate, type DateOrder } from '../../../../shared/domain/roster-dates.ts'
import { useFormats } from '../../../status.ts'
import { Panel } from '../../../ui/Page.tsx'
import { RadioCards } from '../../../ui/RadioCards.tsx'
import { importWords } from '../../../words/import.ts'
import styles from './Import.module.css'

const words = importWords.questions
/** Digits of a learner reference number. */
const numberLength = 12

interface Props {
  readonly questions: RosterPreview['questions']
  readonly answers: RosterAnswers
  readonly onAnswer: (answers: RosterAnswers) => void
}

/** What only a person can settle, each with what the answer makes of a cell of the file. */
export function Questions({ questions, answers, onAnswer }: Props) {
  const formats = useFormats()
  const dateOf = (sample: string, order: DateOrder) => {
    const { on } = readWrittenDate(sample, order)
    return on === null ? undefined : formats.dateRange(on, on)
  }
  return (
    <Panel>
      <div className={styles.questions}>
        {questions.map(({ id, count, sample }) =>
          id === 'leadingZeros' ? (
            <RadioCards
              key={id}
              label={words.leadingZeros.label(count, sample)}
              description={words.leadingZeros.help}
              columns={2}
              value={answers.leadingZeros ?? null}
              onChange={(leadingZeros) => onAnswer({ ...answers, leadingZeros })}
              cards={[
                { id: 'restore', label: words.leadingZeros.restore, detail: sample.padStart(numberLength, '0') },
                { id: 'asIs', label: words.leadingZeros.asIs, detail: sample },
              ]}
            />
          ) : (
            <RadioCards
              key={id}
              label={words.dates.label(count, sample)}
              description={words.dates.help}
              columns={2}
              value={answers.dates ?? null}
              onChange={(dates) => onAnswer({ ...answers, dates })}
              cards={(['monthFirst', 'dayFirst'] as const).map((order) => ({
                id: order,
                label: words.dates[order],
                detail: dateOf(sample, order),
              }))}
            />
          ),
        )}
      </div>
    </Panel>
  )
}
