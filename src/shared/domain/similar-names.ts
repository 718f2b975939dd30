import { withoutDevice } from './device-names.ts'
import { foldText, nameTokens, type NameParts } from './names.ts'

// Short names that neither begin the long one nor look like it. Each group is one name.
const nicknames = new Map<string, number>(
  [
    'maria mary marie maricar mia',
    'jose joey pepe joseph',
    'juan johnny john jun',
    'francisco kiko francis',
    'antonio tonyo tony anton',
    'eduardo edward eddie edong',
    'roberto robert bobby bert',
    'ricardo richard ricky',
    'elizabeth beth betty liza lisa',
    'catherine katherine kathy cathy kate',
    'margarita margie rita',
    'teresa theresa tess tessie',
    'william bill billy',
    'michael mike miguel',
    'jennifer jenny jen',
    'emmanuel manny manuel manolo',
    'angelica angel angela angie',
    'princess cess',
    'christopher chris cris topher',
    'patricia pat trish tricia',
  ].flatMap((group, index) => group.split(' ').map((name): [string, number] => [name, index])),
)

/**
 * How alike a display name and a person's name are, 0 (nothing in common) to 1 (the same). Token by token in any order:
 * equal, nickname, beginning, initial, merged initials ("jm" for Juan Miguel) or a typing slip. It only orders
 * suggestions: "MARIO SANTOS" is rather like "Maria Santos", and credits nobody.
 */
export function similarity(display: string, name: NameParts): number {
  const shown = [...new Set(withoutDevice(foldText(display).split(' ')).flatMap(nameTokens))].filter(
    (token) => !/^\d+$/.test(token),
  )
  if (shown.length === 0) return 0
  const best = Math.max(
    scoreOf(shown, nameTokens(name.given), name),
    name.preferred ? scoreOf(shown, nameTokens(name.preferred), name) : 0,
  )
  return Math.round(best * 1000) / 1000
}

function scoreOf(shown: readonly string[], given: readonly string[], name: NameParts): number {
  const family = nameTokens(name.family)
  // Half of a name is the family name; of several given names the first counts most, for that is the one people type.
  const weighted = [
    ...family.map((token) => ({ token, weight: 0.5 / family.length })),
    ...given.map((token, i) => ({
      token,
      weight: given.length === 1 ? 0.5 : i === 0 ? 0.35 : 0.15 / (given.length - 1),
    })),
  ]
  const initials = given.map((token) => token[0]).join('')
  const explained = new Map<string, number>()
  let covered = 0
  let weights = 0
  for (const { token, weight } of weighted) {
    let likeness = 0
    let by = ''
    for (const candidate of shown) {
      const isMerged = given.length > 1 && candidate === initials && given.includes(token)
      const alike = isMerged ? 0.8 : tokenLikeness(candidate, token)
      if (alike > likeness) [likeness, by] = [alike, candidate]
    }
    covered += weight * likeness
    weights += weight
    if (by !== '') explained.set(by, Math.max(explained.get(by) ?? 0, likeness))
  }
  // Middle name and suffix explain what is shown, but nobody has to show them.
  for (const token of [...nameTokens(name.middle ?? ''), ...nameTokens(name.suffix ?? '')]) {
    for (const candidate of shown) {
      const alike = candidate.length === 1 && candidate === token[0] ? 1 : tokenLikeness(candidate, token)
      if (alike > (explained.get(candidate) ?? 0)) explained.set(candidate, alike)
    }
  }
  let precision = 0
  for (const likeness of explained.values()) precision += likeness
  precision /= shown.length
  const coverage = weights === 0 ? 0 : covered / weights
  return coverage + precision === 0 ? 0 : (2 * coverage * precision) / (coverage + precision)
}

function tokenLikeness(shown: string, real: string): number {
  if (shown === real) return 1
  if (shown.length === 1) return real.startsWith(shown) ? 0.5 : 0
  const group = nicknames.get(shown)
  if (group !== undefined && nicknames.get(real) === group) return 0.85
  const [short, long] = shown.length < real.length ? [shown, real] : [real, shown]
  if (short.length >= 3 && long.startsWith(short)) return 0.8
  // "cruz" for "delacruz", "jose" for "sanjose".
  if (short.length >= 4 && long.endsWith(short)) return 0.7
  if (short.length < 4) return 0
  const distance = editDistance(shown, real)
  const alike = 1 - distance / long.length
  return alike >= 0.7 ? alike * 0.85 : 0
}

// Optimal string alignment: insertions, deletions, substitutions, and swapped neighbours as one slip.
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforeLast[j - 2]! + 1)
      row.push(best)
    }
    beforeLast = last
    last = row
  }
  return last[b.length]!
}
