/** The keys with `key` added, or taken out when it is there. */
export function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return keys.has(key) ? new Set([...keys].filter((other) => other !== key)) : new Set([...keys, key])
}

/** All keys between two, both inclusive, in the order of the grid; `order` holds its row keys. */
export function between(order: readonly string[], one: string, other: string): readonly string[] {
  const [from = 0, to = 0] = [order.indexOf(one), order.indexOf(other)].toSorted((a, b) => a - b)
  return from < 0 ? [other] : order.slice(from, to + 1)
}

/** How the box of all stands to a selection. */
export function allState(order: readonly string[], keys: ReadonlySet<string>): 'none' | 'some' | 'all' {
  const chosen = order.filter((key) => keys.has(key)).length
  return chosen === 0 ? 'none' : chosen === order.length ? 'all' : 'some'
}
