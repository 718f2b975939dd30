import { existsSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import formats from 'ajv-formats'

interface Schema {
  type?: string
  format?: string
  enum?: unknown[]
  pattern?: string
  properties?: Record<string, Schema>
  items?: Schema
  allOf?: Schema[]
  oneOf?: Schema[]
  anyOf?: Schema[]
  required?: string[]
  additionalProperties?: boolean
  example?: unknown
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

const folder = new URL('../../../shared/zoom-spec/', import.meta.url)

/** Fields that Zoom sends or takes although its published files do not know them there. */
const unpublished = new Set([
  // The list of users prints them, as the single user does.
  '/users GET 200 users.language',
])

/** Whether Zoom's published OpenAPI files lie beside the repository. */
export const hasZoomSpec = existsSync(new URL('meetings.endpoints.json', folder))

const paths: Paths = hasZoomSpec ? { ...read('users.endpoints.json'), ...read('meetings.endpoints.json') } : {}
const validators = new Map<string, ValidateFunction | null>()
const ajv = new Ajv({ strict: false, allErrors: true })
formats.default(ajv)
// The usual check of `url` refuses this computer's own address.
for (const name of ['int64', 'string', 'url']) ajv.addFormat(name, true)

function read(name: string): Paths {
  return (JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { paths: Paths }).paths
}

/**
 * What is wrong with a body by Zoom's own published schema, closed to fields that it does not know; empty when all is
 * well, or when the files are not there. Where the files are stricter than Zoom they are loosened first.
 */
export function faultsBySpec(path: string, method: string, status: number | 'request', body: unknown): string[] {
  const name = `${path} ${method} ${status}`
  if (!hasZoomSpec) return []
  let validate = validators.get(name)
  if (validate === undefined) {
    const schema = schemaOf(path, method, status)
    validate = schema === undefined ? null : ajv.compile(loosened(schema, name, ''))
    validators.set(name, validate)
  }
  if (validate === null) return body === undefined ? [] : [`${name}: the published files know no such body`]
  if (validate(body)) return []
  return (validate.errors ?? []).map(
    (error) => `${name} ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  )
}

function schemaOf(path: string, method: string, status: number | 'request'): Schema | undefined {
  const operation = paths[path]?.[method.toLowerCase()]
  if (operation === undefined) throw new Error(`Zoom publishes no ${method} ${path}.`)
  const content = status === 'request' ? operation.requestBody?.content : operation.responses[String(status)]?.content
  return content === undefined ? undefined : Object.values(content)[0]?.schema
}

function loosened(schema: Schema, name: string, at: string): Schema {
  if (schema.allOf !== undefined) return loosened(merged(schema), name, at)
  const { example: _, ...kept } = schema
  if (kept.oneOf !== undefined) return { oneOf: undefined, anyOf: kept.oneOf.map((part) => loosened(part, name, at)) }
  if (kept.anyOf !== undefined) return { anyOf: kept.anyOf.map((part) => loosened(part, name, at)) }
  // Zoom takes wall times without Z, and several weekdays in one text; the files do not.
  if (at.endsWith('start_time') && name.endsWith('request')) delete kept.format
  if (at.endsWith('recurrence.weekly_days')) {
    delete kept.enum
    kept.pattern = '^[1-7](,[1-7])*$'
  }
  if (kept.items !== undefined) kept.items = loosened(kept.items, name, at)
  if (kept.properties !== undefined) {
    const named = Object.entries(kept.properties).map(([field, part]) => {
      const below = at === '' ? field : `${at}.${field}`
      return [field, loosened(part, name, below)] as const
    })
    const prefix = `${name} ${at === '' ? '' : `${at}.`}`
    const more = [...unpublished].filter((each) => each.startsWith(prefix)).map((each) => each.slice(prefix.length))
    kept.properties = Object.fromEntries([
      ...named,
      ...more.filter((each) => !each.includes('.')).map((each) => [each, {}] as const),
    ])
    kept.additionalProperties = false
  }
  return kept
}

/** One object schema out of all the parts that a body has to fit at once. */
function merged(schema: Schema): Schema {
  const parts = (schema.allOf ?? []).map((part) => (part.allOf === undefined ? part : merged(part)))
  return {
    type: 'object',
    properties: Object.assign({}, ...parts.map((part) => part.properties ?? {})) as Record<string, Schema>,
    required: [...new Set(parts.flatMap((part) => part.required ?? []))],
  }
}
