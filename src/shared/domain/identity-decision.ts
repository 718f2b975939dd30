import { isStaff, list, staff, type Context, type Finding } from './evidence.ts'
import { identityKeyParts, type Participant } from './participant.ts'

/** A person's word about a participant; the latest one about an identity counts, and `reopened` takes it back. */
export type IdentityDecision =
  | {
      readonly kind: 'resolved'
      readonly identityKey: string
      readonly personIds: readonly string[]
      /** Epoch ms. */
      readonly decidedAt: number
    }
  | { readonly kind: 'dismissed' | 'reopened'; readonly identityKey: string; readonly decidedAt: number }

/**
 * Makes the function that puts people's decisions over what the evidence says. A later read may know more of the same
 * participant (an address that Zoom filled in), so a decision also holds for the only participant of its name whose
 * evidence does not contradict it; but where new evidence names somebody else, the question is asked again.
 */
export function createDecider(
  decisions: readonly IdentityDecision[],
  participants: readonly Participant[],
  context: Context,
): (participant: Participant, found: Finding) => Finding {
  if (decisions.length === 0) return (_, found) => found
  const latest = latestByKey(decisions)
  const adopted = adopt(latest, participants)
  return ({ identityKey }, found) => {
    const exact = latest.get(identityKey)
    const decision = exact ?? adopted.get(identityKey)
    if (decision === undefined || decision.kind === 'reopened') return found
    const decided = findingOf(decision, context)
    if (decided === null) return found
    // "Not a student" about the host's own device is true, and the host is still the host.
    if (decided.kind === 'dismissed' && found.kind === 'staff') return found
    return exact === undefined && contradicts(found, decided) ? again(found, decided) : decided
  }
}

function latestByKey(decisions: readonly IdentityDecision[]): Map<string, IdentityDecision> {
  const latest = new Map<string, IdentityDecision>()
  for (const decision of [...decisions].sort((a, b) => a.decidedAt - b.decidedAt)) {
    latest.set(decision.identityKey, decision)
  }
  return latest
}

function adopt(
  latest: ReadonlyMap<string, IdentityDecision>,
  participants: readonly Participant[],
): Map<string, IdentityDecision> {
  const known = new Set(participants.map(({ identityKey }) => identityKey))
  const orphans = [...latest.values()].filter(({ identityKey }) => !known.has(identityKey))
  const adopted = new Map<string, IdentityDecision>()
  for (const orphan of orphans) {
    const heirs = participants.filter((p) => isCompatible(p.identityKey, orphan.identityKey))
    const [heir] = heirs
    if (heirs.length !== 1 || heir === undefined || latest.has(heir.identityKey)) continue
    const rivals = orphans.filter((other) => isCompatible(heir.identityKey, other.identityKey))
    if (rivals.length === 1) adopted.set(heir.identityKey, orphan)
  }
  return adopted
}

function isCompatible(a: string, b: string): boolean {
  const one = identityKeyParts(a)
  const other = identityKeyParts(b)
  const agree = (x: string, y: string): boolean => x === y || x === '' || y === ''
  return (
    one.name !== '' &&
    one.name === other.name &&
    one.place === other.place &&
    agree(one.registrantId, other.registrantId) &&
    agree(one.customerKey, other.customerKey) &&
    agree(one.zoomUserId, other.zoomUserId) &&
    agree(one.email, other.email)
  )
}

function findingOf(decision: IdentityDecision, context: Context): Finding | null {
  if (decision.kind !== 'resolved') return { kind: 'dismissed' }
  const personIds = [...new Set(decision.personIds)].sort()
  if (personIds.length === 0) return null
  if (personIds.every((personId) => isStaff(personId, context))) return staff(personIds[0]!, false, context)
  return { kind: 'match', personIds, evidence: 'decision', fitsElsewhere: false }
}

function contradicts(found: Finding, decided: Finding): boolean {
  if (found.kind !== 'match' || found.evidence === 'name' || found.evidence === 'knownAs') return false
  return decided.kind !== 'match' || !found.personIds.every((personId) => decided.personIds.includes(personId))
}

function again(found: Finding, decided: Finding): Finding {
  const personIds = [found, decided].flatMap((finding) => (finding.kind === 'match' ? finding.personIds : []))
  return list(
    'evidenceConflict',
    personIds.map((personId) => ({ personId, basis: 'link' as const })),
  )
}
