import { createContext, useEffect, useMemo, useState, type ReactNode } from 'react'

/** What is typed into the text filter, and how to write something else there. */
export interface Typing {
  readonly text: string
  readonly setText: (text: string) => void
}

/** Only what reads it is drawn again at each letter: the field itself and the list. */
export const TypingContext = createContext<Typing>({ text: '', setText: () => undefined })

/** The address follows the typing at a distance. */
const addressPause = 400

interface Props {
  /** The text that stands in the address. */
  readonly written: string
  readonly go: (changes: { readonly text: string | undefined }) => void
  readonly children: ReactNode
}

/** Holds the text of the filter for everything inside of it, and writes it into the address when the typing rests. */
export function TypedText({ written, go, children }: Props) {
  const [text, setText] = useState(written)
  // The address was changed by something else than typing: back, a link, "Clear the filters".
  const [seen, setSeen] = useState(written)
  if (seen !== written) {
    setSeen(written)
    if (text.trim() !== written) setText(written)
  }
  useEffect(() => {
    if (text.trim() === written) return undefined
    const timer = setTimeout(() => go({ text: text.trim() === '' ? undefined : text.trim() }), addressPause)
    return () => clearTimeout(timer)
  }, [text, written, go])
  const typing = useMemo(() => ({ text, setText }), [text])
  return <TypingContext value={typing}>{children}</TypingContext>
}
