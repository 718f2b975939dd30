import { useEffect, useRef, useState } from 'react'
import type { InputOf, OperationName, OutputOf } from '../shared/contract/index.ts'
import type { Problem } from '../shared/problem.ts'
import { call, problemOf } from './api.ts'

/** What a question about one subject was answered last. */
export interface Answer<Name extends OperationName> {
  /** The last one about this subject: it stays while another is on its way, and when that fails. */
  readonly data: OutputOf<Name> | null
  /** Why the question as it stands now has none. */
  readonly problem: Problem | null
  /** The answer to the question as it stands now is on its way. */
  readonly isReading: boolean
}

interface Kept<Name extends OperationName> {
  /** The question. */
  readonly key: string
  readonly subject: string
  readonly data: OutputOf<Name> | null
  readonly problem: Problem | null
}

/** Words and times are typed letter by letter. */
const typingPauseMs = 250

/**
 * Asks a query that a person changes bit by bit, such as the preview of a file: about a new `subject` at once, after a change
 * a moment later. `times` asks anew; `input` null asks nothing.
 */
export function useAnswer<Name extends OperationName>(
  name: Name,
  input: InputOf<Name> | null,
  { subject, times }: { readonly subject: string; readonly times: number },
): Answer<Name> {
  const [kept, setKept] = useState<Kept<Name> | null>(null)
  const text = input === null ? null : JSON.stringify(input)
  const key = `${times} ${text}`
  // It decides how soon a question is asked, and asks nothing by itself.
  const isKnown = useRef(false)
  isKnown.current = kept?.subject === subject && kept.data !== null
  useEffect(() => {
    if (text === null) return undefined
    let isCurrent = true
    const keep = (data: OutputOf<Name> | null, problem: Problem | null) => {
      if (!isCurrent) return
      setKept((before) => ({
        ...{ key, subject, problem },
        data: data ?? (before?.subject === subject ? before.data : null),
      }))
    }
    const ask = () => {
      call(name, JSON.parse(text) as InputOf<Name>).then(
        (data) => keep(data, null),
        (error: unknown) => keep(null, problemOf(error)),
      )
    }
    const timer = setTimeout(ask, isKnown.current ? typingPauseMs : 0)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [name, text, key, subject])
  const isAnswered = kept?.key === key
  return {
    data: kept?.subject === subject ? kept.data : null,
    problem: isAnswered && text !== null ? kept.problem : null,
    isReading: text !== null && !isAnswered,
  }
}
