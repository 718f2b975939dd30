/** A place in the app, as the address holds it: `#/attendance/ID?person=ID`. */
export interface Route {
  /** The first part: which screen. */
  readonly screen: string
  /** What follows it, decoded. */
  readonly parts: readonly string[]
  readonly query: Readonly<Record<string, string>>
}

/** The route of an address's hash. What cannot be decoded is taken as it stands. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2)
  const [screen = '', ...parts] = path.split('/').filter(Boolean).map(decode)
  return { screen, parts, query: Object.fromEntries(new URLSearchParams(search)) }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The address of a place: `hrefOf(['attendance', id], { person })`. Query values that are undefined are left out. */
export function hrefOf(path: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined)
  const search = new URLSearchParams(given).toString()
  return `#/${path.map(encodeURIComponent).join('/')}${search && `?${search}`}`
}
