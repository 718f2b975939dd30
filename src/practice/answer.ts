/** What goes back over the wire. No body means an empty one, as Zoom's 204 has. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One request to the pretend Zoom, taken apart. */
export interface Call {
  readonly method: string
  /** The values of the path's `:names`, decoded as Zoom decodes them. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The parsed JSON body; undefined when there was none. */
  readonly body: unknown
}

/** An error that Zoom itself would answer with: HTTP status, Zoom's code and text, and the fields at fault for code 300. */
export class ZoomError extends Error {
  override readonly name = 'ZoomError'
  readonly status: number
  readonly code: number
  readonly errors: readonly FieldError[] | undefined
  readonly headers: Readonly<Record<string, string>> | undefined

  constructor(
    status: number,
    code: number,
    message: string,
    extra: { readonly errors?: readonly FieldError[]; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.errors = extra.errors
    this.headers = extra.headers
  }
}

/** One wrong field, as Zoom names it under `errors`. */
export interface FieldError {
  readonly field: string
  readonly message: string
}

/** The answer that tells of the error, in Zoom's shape. */
export function answerOfError(error: ZoomError): Answer {
  const body = {
    code: error.code,
    message: error.message,
    ...(error.errors === undefined ? {} : { errors: error.errors }),
  }
  return { status: error.status, body, ...(error.headers === undefined ? {} : { headers: error.headers }) }
}

/** Zoom's answer to fields that do not fit: HTTP 400, code 300, each field named. */
export function invalidFields(errors: readonly FieldError[]): ZoomError {
  return new ZoomError(400, 300, 'Validation Failed.', { errors })
}

/** Zoom's answer to one wrong parameter. */
export function invalidField(field: string, message = 'Invalid field.'): ZoomError {
  return invalidFields([{ field, message }])
}

/** Zoom's answer to a meeting that is not there (any more). */
export function noSuchMeeting(meetingId: string): ZoomError {
  return new ZoomError(404, 3001, `Meeting does not exist: ${meetingId}.`)
}

/** A meeting id as the JSON number that Zoom prints, exact even beyond 2^53. */
export function idNumber(meetingId: string): unknown {
  return (JSON as typeof JSON & { rawJSON(text: string): unknown }).rawJSON(meetingId)
}
