import { withoutDevice } from './device-names.ts'
import { foldTokens, nameTokens, type PersonTokens } from './names.ts'

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

/** What of a display name may be somebody's name: folded, without the words of a device and numbers. */
export function shownTokens(display: string): string[] {
  // "Ana's iPhone": the apostrophe that joins O'Brien parts here.
  const tokens = withoutDevice(foldTokens(display.replace(/['’]s\b/gi, ' '))).filter((token) => !/^\d+$/.test(token))
  return [...new Set(nameTokens(tokens.join(' ')))]
}

/**
 * How alike a display name ({@link shownTokens}) and a person's name are, 0 (nothing in common) to 1 (the same). Token by token in any order:
 * equal, nickname, beginning, initial, merged initials ("jm" for Juan Miguel) or a typing slip. It only orders
 * suggestions: "MARIO SANTOS" is rather like "Maria Santos", and credits nobody.
 */
export function likeness(shown: readonly string[], name: PersonTokens): number {
  // Nearly all of a class have nothing in common with a stranger's name.
  if (!hasAnyLike(shown, name.family) && !hasAnyLike(shown, name.given) && !hasAnyLike(shown, name.preferred)) {
    if (name.given.length < 2 || !shown.includes(initialsOf(name.given))) return 0
  }
  const byGiven = scoreOf(shown, name.given, name)
  const best = name.preferred.length === 0 ? byGiven : Math.max(byGiven, scoreOf(shown, name.preferred, name))
  return Math.round(best * 1000) / 1000
}

function scoreOf(shown: readonly string[], given: readonly string[], name: PersonTokens): number {
  const { family } = name
  // Half of a name is the family name; of several given names the first counts most, for that is the one people type.
  const weighted = [
    ...family.map((token) => ({ token, weight: 0.5 / family.length })),
    ...given.map((token, i) => ({
      token,
      weight: given.length === 1 ? 0.5 : i === 0 ? 0.35 : 0.15 / (given.length - 1),
    })),
  ]
  const initials = initialsOf(given)
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
  for (const token of [...name.middle, ...name.suffix]) {
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

function hasAnyLike(shown: readonly string[], real: readonly string[]): boolean {
  for (const candidate of shown) {
    const nickname = nicknames.get(candidate)
    const [first, last] = [candidate.charCodeAt(0), candidate.charCodeAt(candidate.length - 1)]
    for (const token of real) {
      // Only a nickname is like a name that begins and ends in other letters.
      const isNear = first === token.charCodeAt(0) || last === token.charCodeAt(token.length - 1)
      if ((isNear || nickname !== undefined) && tokenLikeness(candidate, token, nickname) > 0) return true
    }
  }
  return false
}

function initialsOf(tokens: readonly string[]): string {
  return tokens.map((token) => token.charAt(0)).join('')
}

/** How alike one shown token and one token of a name are: equal, nickname, beginning, end, or a typing slip; 0 to 1. */
export function tokenLikeness(shown: string, real: string, nickname = nicknames.get(shown)): number {
  if (shown === real) return 1
  const isSameStart = shown.charCodeAt(0) === real.charCodeAt(0)
  if (shown.length === 1) return isSameStart ? 0.5 : 0
  if (nickname !== undefined && nicknames.get(real) === nickname) return 0.85
  const short = shown.length < real.length ? shown : real
  const long = short === shown ? real : shown
  if (isSameStart && short.length >= 3 && long.startsWith(short)) return 0.8
  if (short.length < 4) return 0
  if (!isSameStart) {
    // "cruz" for "delacruz", "jose" for "sanjose", "kristina" for "cristina".
    if (long.endsWith(short)) return 0.7
    return short.length === long.length && short.slice(1) === long.slice(1) ? 0.7 : 0
  }
  // A slip rarely changes many letters.
  if (long.length - short.length > 2) return 0
  const alike = 1 - editDistance(shown, real) / long.length
  return alike >= 0.7 ? alike * 0.85 : 0
}

/** Slips between two texts by optimal string alignment: letters put in, left out, changed, and swapped neighbours. */
export function editDistance(a: string, b: string): number {
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
