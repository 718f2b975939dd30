import type { MeetingPreview } from '../../../shared/contract/meeting-preview.ts'
import type { Draft } from './draft.ts'

type RuleDate = Pick<MeetingPreview['dates'][number], 'on' | 'isClassDay'>
type Said = Pick<Draft, 'skipOn' | 'keepOn'>

/** Whether a class is held on a date of the rule: what a person said last, before the application has answered it. */
export const isKept = ({ on, isClassDay }: RuleDate, { skipOn, keepOn }: Said): boolean =>
  !skipOn.includes(on) && (keepOn.includes(on) || isClassDay)

/** What is said of single dates once a person holds a class on one of them, or does not. */
export function keeping({ on, isClassDay }: RuleDate, { skipOn, keepOn }: Said, isWanted: boolean): Said {
  const others = (list: readonly string[]) => list.filter((one) => one !== on)
  return {
    skipOn: isWanted || !isClassDay ? others(skipOn) : [...others(skipOn), on],
    keepOn: isWanted && !isClassDay ? [...others(keepOn), on] : others(keepOn),
  }
}
