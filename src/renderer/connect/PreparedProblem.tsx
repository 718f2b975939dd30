import { Notice } from '../ui/Notice.tsx'
import { connectWords as words } from '../words/connect.ts'
import { usePrepared } from './prepared.ts'

/** That there is a file of IT's which cannot be used, and why; nothing where there is none or a good one. */
export function PreparedProblem() {
  const { problem } = usePrepared()
  if (problem === null) return null
  return (
    <Notice tone="warning" title={words.forIt}>
      {[problem.message, problem.fix].join(' ').trim()}
    </Notice>
  )
}
