import { FilterX } from 'lucide-react'
import { useContext } from 'react'
import { TypingContext } from './TypedText.tsx'
import { Button } from './ui/Button.tsx'
import { EmptyState } from './ui/EmptyState.tsx'
import { IconButton } from './ui/IconButton.tsx'

interface Props {
  readonly label: string
  /** Takes away every filter but the text. */
  readonly onClear: () => void
}

/** Takes the text and all other filters away; not there while nothing is narrowed down. */
export function ClearFilters({ label, onClear, isFiltered }: Props & { readonly isFiltered: boolean }) {
  const { text, setText } = useContext(TypingContext)
  if (!isFiltered && text === '') return null
  return (
    <IconButton
      icon={FilterX}
      label={label}
      onPress={() => {
        setText('')
        onClear()
      }}
    />
  )
}

/** A list in which nothing fits the filters, and the way back to all of it. */
export function NothingFits({ label, onClear, ...words }: Props & { readonly title: string; readonly text: string }) {
  const { setText } = useContext(TypingContext)
  return (
    <EmptyState
      icon={FilterX}
      title={words.title}
      actions={
        <Button
          onPress={() => {
            setText('')
            onClear()
          }}
        >
          {label}
        </Button>
      }
    >
      {words.text}
    </EmptyState>
  )
}
