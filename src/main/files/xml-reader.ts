/** One step through an XML text. */
export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: (name: string) => string | undefined }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * Steps through XML without its tree, in one pass: elements by their names without a prefix, and text. Enough for what
 * spreadsheet programs write; a document type is never read, so no entity can grow. Raises RangeError for broken XML.
 */
export function* readXml(text: string): Generator<XmlEvent> {
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('<', at)
    if (open < 0 || open > at) yield { kind: 'text', text: decoded(text.slice(at, open < 0 ? undefined : open)) }
    if (open < 0) return
    if (text.startsWith('<!--', open)) at = after(text, '-->', open)
    else if (text.startsWith('<![CDATA[', open)) {
      const end = after(text, ']]>', open)
      yield { kind: 'text', text: text.slice(open + 9, end - 3) }
      at = end
    } else if (text[open + 1] === '?') at = after(text, '?>', open)
    else if (text[open + 1] === '!') throw new RangeError('A document type has no place here.')
    else {
      const end = endOfTag(text, open)
      yield* tag(text.slice(open + 1, end))
      at = end + 1
    }
  }
}

function* tag(content: string): Generator<XmlEvent> {
  if (content.startsWith('/')) {
    yield { kind: 'close', name: bare(content.slice(1).trim()) }
    return
  }
  const isEmpty = content.endsWith('/')
  const inside = isEmpty ? content.slice(0, -1) : content
  const name = bare(/^[^\s]+/.exec(inside)?.[0] ?? '')
  yield { kind: 'open', name, attributes: (wanted) => attributeOf(inside, wanted) }
  if (isEmpty) yield { kind: 'close', name }
}

function attributeOf(inside: string, wanted: string): string | undefined {
  for (const [, name = '', double, single] of inside.matchAll(/\s([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (bare(name) === wanted) return decoded(double ?? single ?? '')
  }
  return undefined
}

/** The place of the `>` that ends a tag; one inside of quotation marks does not. */
function endOfTag(text: string, from: number): number {
  let quote = ''
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at]!
    if (quote !== '') {
      if (letter === quote) quote = ''
    } else if (letter === '"' || letter === "'") quote = letter
    else if (letter === '>') return at
  }
  throw new RangeError('A tag has no end.')
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  if (at < 0) throw new RangeError(`${mark} is missing.`)
  return at + mark.length
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1)

const decoded = (text: string): string =>
  text.includes('&')
    ? text.replace(
        /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
        (whole, hex?: string, decimal?: string, name?: string) => {
          if (name !== undefined) return named[name] ?? whole
          const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
          return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole
        },
      )
    : text
