/**
 * One segment of a path. A meeting UUID that begins with "/" or contains "//" is encoded twice, as Zoom asks
 * (https://developers.zoom.us/docs/api/using-zoom-apis/); everything else once.
 */
export function pathSegment(value: string): string {
  const once = encodeURIComponent(value)
  return value.startsWith('/') || value.includes('//') ? encodeURIComponent(once) : once
}

/** Fills `{name}` in a path template. Each name has a value, or it is a TypeError. */
export function fillPath(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const value = values[name]
    // "." and ".." survive encodeURIComponent and would climb to another endpoint.
    if (!value || value === '.' || value === '..') throw new TypeError(`No usable value for ${name} in ${template}.`)
    return pathSegment(value)
  })
}

/** A query string with its "?", or nothing; values that are undefined are left out. */
export function queryString(query: Readonly<Record<string, string | number | undefined>>): string {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}
