interface Meaning<Field extends string> {
  readonly field: Field
  /** How plainly the word says it: the lower the plainer. */
  readonly rank: number
}

/** What is longer is no header, and would only cost time. */
const longestHeader = 200

/**
 * Tells what one header means from words for each field, the plainest word first; undefined for any other. Headers are
 * compared without case, accents, spaces and punctuation, and then without what stands in brackets.
 */
export function headerMeaning<Field extends string>(known: Readonly<Record<Field, readonly string[]>>) {
  const meanings = new Map<string, Meaning<Field>>(
    Object.entries<readonly string[]>(known).flatMap(([field, names]) =>
      names.map((name, rank) => [fold(name), { field: field as Field, rank }] as const),
    ),
  )
  return (header: string): Meaning<Field> | undefined => {
    const name = header.slice(0, longestHeader)
    return meanings.get(fold(name)) ?? meanings.get(fold(name.replace(/\(.*\)|\[.*\]/s, '')))
  }
}

/** Guesses what the columns of a file mean from words for each field, as {@link headerMeaning} tells it. */
export function headerGuess<Field extends string>(known: Readonly<Record<Field, readonly string[]>>) {
  const meaningOf = headerMeaning(known)
  /** The header of each field: a field is given once, to the header that says it most plainly, the first of several alike. */
  return (headers: readonly string[]): Map<Field, string> => {
    const taken = new Map<Field, { readonly header: string; readonly rank: number }>()
    for (const header of headers) {
      const meaning = meaningOf(header)
      if (meaning === undefined) continue
      const { field, rank } = meaning
      if (rank < (taken.get(field)?.rank ?? Infinity)) taken.set(field, { header, rank })
    }
    return new Map([...taken].map(([field, { header }]) => [field, header]))
  }
}

function fold(header: string): string {
  return header
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
