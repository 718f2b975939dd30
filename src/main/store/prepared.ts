import type Sqlite from 'better-sqlite3'

/** More different texts than any screen or job has; a text with a parameter for each of many values is soon forgotten. */
const mostKept = 400

/**
 * Lets a connection keep its statements prepared: the same text is compiled once, not each time that it runs (a third of
 * what a write of many rows costs). Whoever asks for a statement uses it at once, or sets its way of answering anew.
 */
export function keepPrepared(sqlite: Sqlite.Database): void {
  const kept = new Map<string, Sqlite.Statement>()
  const prepare = sqlite.prepare.bind(sqlite)
  const take = (text: string): Sqlite.Statement => {
    const known = kept.get(text)
    const statement = known ?? prepare(text)
    // Asked for again, it is the latest: the one that nobody has asked for longest goes first.
    if (known !== undefined) kept.delete(text)
    kept.set(text, statement)
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
    return known?.reader === true ? known.raw(false) : statement
  }
  sqlite.prepare = take as typeof sqlite.prepare
}
