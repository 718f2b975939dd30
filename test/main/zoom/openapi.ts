import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'

const folder = resolve(import.meta.dirname, '../../../../shared/zoom-spec')

/** Whether Zoom's published OpenAPI files lie beside the repository. */
export const hasZoomSpec = existsSync(folder)

interface Schema {
  readonly [key: string]: unknown
  readonly type?: string
  readonly example?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly allOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  enum?: unknown
}

interface WireOperation {
  readonly parameters?: Operation['parameters']
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
  readonly security?: readonly { readonly openapi_oauth?: readonly string[] }[]
}

interface Content {
  readonly 'application/json'?: { readonly schema: Schema }
}

interface Operation {
  readonly method: string
  readonly path: string
  readonly pattern: RegExp
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema: Schema
  }[]
  readonly body: Schema | undefined
  readonly answer: { readonly status: number; readonly schema: Schema | undefined }
  readonly security: readonly string[]
}

/** Every operation of Zoom's Meetings and Users APIs, loosened where Zoom itself takes more than its files say. */
export function zoomOperations(): readonly Operation[] {
  return ['meetings', 'users'].flatMap((name) => {
    const { paths } = JSON.parse(readFileSync(resolve(folder, `${name}.endpoints.json`), 'utf8')) as {
      paths: Record<string, Record<string, WireOperation>>
    }
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): Operation => {
        const [status, success] = Object.entries(operation.responses).find(([code]) => code.startsWith('2')) ?? ['', {}]
        return {
          method: method.toUpperCase(),
          path,
          pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`),
          parameters: loosenedParameters(path, operation.parameters ?? []),
          body: loosenedBody(operation.requestBody?.content['application/json']?.schema),
          answer: { status: Number(status), schema: success.content?.['application/json']?.schema },
          security: (operation.security ?? []).flatMap((one) => one.openapi_oauth ?? []),
        }
      }),
    )
  })
}

/** `registrant_id` of past participants still asks for a parameter that the file has lost. */
function loosenedParameters(path: string, parameters: Operation['parameters']): Operation['parameters'] {
  if (path !== '/past_meetings/{meetingId}/participants') return parameters
  return [...parameters, { name: 'include_fields', in: 'query', schema: { type: 'string', enum: ['registrant_id'] } }]
}

/** "2,4" is legal for several days of the week, although the file lists single digits only. */
function loosenedBody(body: Schema | undefined): Schema | undefined {
  const days = body?.properties?.recurrence?.properties?.weekly_days
  if (days) delete days.enum
  return body
}

const ajv = new Ajv({ strict: false, coerceTypes: true, allErrors: true })
addFormats.default(ajv)
// Zoom's files call integers "int64", which JSON Schema does not know as a format of anything.
ajv.addFormat('int64', true)

/** What is wrong with a request by Zoom's own description of it; empty when nothing is. */
export function faultsOf(
  operations: readonly Operation[],
  request: { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly body: unknown },
): readonly string[] {
  const operation = operations.find(({ method, pattern }) => method === request.method && pattern.test(request.path))
  if (!operation) return [`no such operation: ${request.method} ${request.path}`]
  const faults: string[] = []
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  const values = operation.pattern.exec(request.path)!.slice(1)
  for (const parameter of operation.parameters) {
    const value =
      parameter.in === 'path'
        ? decodeURIComponent(values[names.indexOf(parameter.name)]!)
        : request.query.get(parameter.name)
    if (value === null && !parameter.required) continue
    const validate = ajv.compile({ type: 'object', properties: { value: parameter.schema }, required: ['value'] })
    if (!validate({ value })) faults.push(`${parameter.in} ${parameter.name}: ${ajv.errorsText(validate.errors)}`)
  }
  for (const name of request.query.keys()) {
    if (!operation.parameters.some((each) => each.in === 'query' && each.name === name))
      faults.push(`unknown query ${name}`)
  }
  if (operation.body === undefined) {
    if (request.body !== undefined) faults.push('a body where none belongs')
    return faults
  }
  const strict = new Ajv({ strict: false, allErrors: true })
  addFormats.default(strict)
  strict.addFormat('int64', true)
  const validate = strict.compile(operation.body)
  if (!validate(request.body)) faults.push(`body: ${strict.errorsText(validate.errors)}`)
  return [...faults, ...unknownFields(operation.body, request.body).map((field) => `unknown field ${field}`)]
}

/** Fields of a body that the schema does not name: JSON Schema would let them pass. */
function unknownFields(schema: Schema, value: unknown, at = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one, i) => unknownFields(schema.items ?? {}, one, `${at}[${i}]`))
  if (typeof value !== 'object' || value === null) return []
  const known = propertiesOf(schema)
  return Object.entries(value).flatMap(([key, inner]) => {
    const next = known[key]
    return next ? unknownFields(next, inner, `${at}.${key}`) : [`${at}.${key}`]
  })
}

function propertiesOf(schema: Schema): Readonly<Record<string, Schema>> {
  return Object.assign({}, schema.properties, ...(schema.allOf ?? []).map(propertiesOf)) as Record<string, Schema>
}

/** The answer that Zoom's files show as an example, put together from the examples of its fields. */
export function exampleOf(schema: Schema | undefined): unknown {
  if (!schema) return undefined
  if (schema.example !== undefined) return schema.example
  if (schema.oneOf)
    return exampleOf(schema.oneOf.find((one) => 'meeting_security' in (one.properties ?? {})) ?? schema.oneOf[0])
  if (schema.type === 'array') return [exampleOf(schema.items)]
  const properties = propertiesOf(schema)
  if (Object.keys(properties).length === 0) return undefined
  return Object.fromEntries(Object.entries(properties).map(([key, property]) => [key, exampleOf(property)]))
}
