import type { InputOf, OperationName, OutputOf } from '../shared/contract/index.ts'
import type { Problem } from '../shared/problem.ts'
import { useCommand, useLive, type Running } from './live.ts'
import { useFormats } from './status.ts'
import type { ProblemNoticeProps } from './ui/ProblemNotice.tsx'
import { problemWords } from './words/problems.ts'

/** A form whose effect is shown before it is done. */
export interface Previewed<Query extends OperationName, Command extends OperationName> extends Pick<
  Running<Command>,
  'run' | 'isRunning' | 'problem'
> {
  /** What the form would do as it stands; null until that is known, and where nothing is asked. */
  readonly preview: OutputOf<Query> | null
  /** Why that is not known. */
  readonly lookProblem: Problem | null
  /** The problem that stands at a field of this name, of the command or of the preview. */
  readonly problemAt: (field: string) => Problem | null
  /** What went wrong where no field says it; with another look where that may help. */
  readonly notice: ProblemNoticeProps | null
}

/**
 * Shows by a query what a form would do, and does it by a command that is told what was shown. `input` null asks nothing;
 * `fields` are those that say their own problems. After `stalePreview` the query is asked again by the notice's button.
 */
export function usePreviewed<Query extends OperationName, Command extends OperationName>(
  query: Query,
  input: InputOf<Query> | null,
  command: Command,
  fields: readonly string[] = [],
): Previewed<Query, Command> {
  const formats = useFormats()
  const { data: preview, problem: lookProblem, reload } = useLive(query, input)
  const { run, isRunning, problem, clearProblem } = useCommand(command)
  const shown = problem ?? lookProblem
  const lookAgain = () => {
    clearProblem()
    reload()
  }
  const mayHelp = shown?.kind === 'stalePreview' || problem === null
  return {
    ...{ preview, lookProblem, run, isRunning, problem },
    problemAt: (field) => (shown?.field === field ? shown : null),
    notice:
      shown === null || fields.includes(shown.field ?? '')
        ? null
        : { ...problemWords(shown, formats), onRetry: mayHelp ? lookAgain : undefined },
  }
}
