type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown

/** `context.source` is in V8 since 11.4; TypeScript's own library does not know it yet. */
const parse: (text: string, reviver: Reviver) => unknown = JSON.parse

const keepBigIntegers: Reviver = (_key, value, context) => {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source ?? ''
  return /^-?\d+$/.test(source) ? source : value
}

/**
 * JSON in which an integer beyond 2^53 becomes its exact digits as text, so that no meeting id is ever rounded.
 * Raises SyntaxError.
 */
export function parseExact(text: string): unknown {
  return parse(text, keepBigIntegers)
}
