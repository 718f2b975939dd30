import type { Judgement } from '../../shared/domain/attendance.ts'
import { total } from '../../shared/domain/intervals.ts'
import type { Mark } from '../../shared/domain/marks.ts'
import type { Identification, StrangerReason } from '../../shared/domain/matching.ts'
import { assertNever } from '../../shared/problem.ts'

/** A row of `strangers` but for its period. */
export interface StrangerRecord {
  readonly identity: string
  readonly displayName: string
  readonly email: string
  readonly seconds: number
  readonly why: string
  readonly suggestions: string
  readonly isOpen: 0 | 1
}

/** A suggestion as it is kept with a stranger. */
export interface KeptSuggestion {
  readonly personId: string
  readonly score: number
  readonly isExpected: boolean
  readonly isHere: boolean
}

/** What is kept of a stranger until now: a decided one keeps it. */
export type KeptStranger = Pick<StrangerRecord, 'why' | 'suggestions'>

/** A yes or no as SQLite keeps it. */
export const bit = (is: boolean): 0 | 1 => (is ? 1 : 0)

/** Who stands in "Who is this?", and who stood there until somebody said who it was. */
export function strangersOf(
  { identified }: Judgement,
  marks: readonly Mark[],
  kept: ReadonlyMap<string, KeptStranger>,
): StrangerRecord[] {
  const needs = new Map(marks.map((mark) => [mark.personId, mark]))
  return identified.flatMap((who): StrangerRecord[] => {
    const found = standing(who, needs)
    const isDecided = who.kind === 'dismissed' || (who.kind === 'matched' && who.evidence === 'decision')
    if (found === null && !isDecided) return []
    const before = kept.get(who.participant.identityKey)
    const { participant } = who
    return [
      {
        identity: participant.identityKey,
        displayName: participant.name,
        email: participant.email ?? '',
        seconds: total(participant.stays) / 1000,
        why: found?.why ?? before?.why ?? 'unknownName',
        suggestions: found === null ? (before?.suggestions ?? '[]') : JSON.stringify(found.suggestions),
        isOpen: bit(found !== null),
      },
    ]
  })
}

function standing(
  who: Identification,
  marks: ReadonlyMap<string, Mark>,
): { readonly why: string; readonly suggestions: readonly KeptSuggestion[] } | null {
  if (who.kind === 'stranger') {
    return {
      why: whyOf(who.reason),
      suggestions: who.suggestions.map(({ personId, score, isExpected, isHere }) => ({
        personId,
        score,
        isExpected,
        isHere,
      })),
    }
  }
  if (who.kind !== 'matched') return null
  const own = who.personIds.map((personId) => marks.get(personId)).filter((mark) => mark !== undefined)
  const suggestions = own.map(({ personId, presence }) => ({
    personId,
    score: 1,
    isExpected: presence !== 'notEnrolled',
    isHere: true,
  }))
  if (who.isUnconfirmed && own.some((mark) => mark.needs.includes('unconfirmed'))) {
    return { why: 'unconfirmedName', suggestions }
  }
  const isKept = who.participant.waits.length > 0 && own.some((mark) => mark.needs.includes('keptWaiting'))
  return isKept ? { why: 'keptWaiting', suggestions } : null
}

/** The contract's word for each reason of the domain. */
function whyOf(reason: StrangerReason): string {
  switch (reason) {
    case 'evidenceConflict':
    case 'knownAsAlreadyHere':
      return 'evidenceDisagrees'
    case 'nameFitsAnotherExpected':
    case 'namesAnotherExpected':
      return 'looksLikeSibling'
    case 'nameFitsSeveral':
    case 'knownAsFitsSeveral':
      return 'sameNameTwice'
    case 'nameFitsElsewhereToo':
    case 'nameFitsOnlyElsewhere':
      return 'nameElsewhere'
    case 'deviceOnly':
    case 'phoneOnly':
      return 'deviceName'
    case 'unknownName':
      return 'unknownName'
    default:
      return assertNever(reason)
  }
}
