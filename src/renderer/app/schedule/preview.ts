import { useEffect, useRef, useState } from 'react'
import type { InputOf, OperationName, OutputOf } from '../../../shared/contract/index.ts'
import type { Problem } from '../../../shared/problem.ts'
import { useLive } from '../../live.ts'

/** Long enough that a typist's letters go out together, short enough to answer while the eyes are still there. */
const typingPauseMs = 200

/** What the application says of a form that is being typed. */
export interface Preview<Name extends OperationName> {
  /** The latest answer; it stays while the next one is on its way. Null before the first, and where nothing is asked. */
  readonly answer: OutputOf<Name> | null
  /** What the answer is about. */
  readonly asked: InputOf<Name> | null
  /** Whether the answer is about the form as it stands now. */
  readonly isCurrent: boolean
  readonly problem: Problem | null
}

/** Asks a query about a form after each pause in typing. `input` null asks nothing, and leaves the last answer. */
export function usePreview<Name extends OperationName>(name: Name, input: InputOf<Name> | null): Preview<Name> {
  const text = input === null ? null : JSON.stringify(input)
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    if (text === settled) return undefined
    const timer = setTimeout(() => setSettled(text), typingPauseMs)
    return () => clearTimeout(timer)
  }, [text, settled])
  const asked = settled === null ? null : (JSON.parse(settled) as InputOf<Name>)
  const { data, problem } = useLive(name, asked)
  const last = useRef<Pick<Preview<Name>, 'answer' | 'asked'>>({ answer: null, asked: null })
  if (data !== null) last.current = { answer: data, asked }
  return {
    ...last.current,
    isCurrent: text === settled && (data !== null || problem !== null),
    problem: data === null ? problem : null,
  }
}
