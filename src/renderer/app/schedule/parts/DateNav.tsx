import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'

/** What {@link DateNav} takes. */
export interface DateNavProps {
  readonly words: { readonly before: string; readonly now: string; readonly after: string }
  readonly onStep: (by: -1 | 1) => void
  readonly onNow: () => void
}

/** One back, to now, one on: the days or weeks of a calendar. */
export function DateNav({ words, onStep, onNow }: DateNavProps) {
  return (
    <>
      <IconButton icon={ChevronLeft} label={words.before} variant="plain" onPress={() => onStep(-1)} />
      <Button onPress={onNow}>{words.now}</Button>
      <IconButton icon={ChevronRight} label={words.after} variant="plain" onPress={() => onStep(1)} />
    </>
  )
}
