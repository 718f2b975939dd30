import { ProblemError, type Problem, type ProblemKind } from '../../shared/problem.ts'

/** Whom a limit of Zoom's belongs to: everything of a label, one host's creates and updates, or one registrant. */
export type LimitOwner = 'account' | 'host' | 'registrant'

/** What support needs to know of a failed call; no value that anybody typed is in it. */
export interface ZoomFacts {
  /** Our name of the endpoint, such as `meetings.create`. */
  readonly endpoint: string
  /** HTTP status, or null when no answer came. */
  readonly status: number | null
  /** Zoom's own code, or null. */
  readonly code: number | null
  /** `x-zm-trackingid`, for Zoom's support. */
  readonly trackingId: string | null
  /** The request may have been carried out although no readable answer came back. */
  readonly isAnswerUnknown: boolean
  /** Whose limit it was that is used up, where it was a limit. */
  readonly limitOwner: LimitOwner | null
}

/** A Problem that came of a call to Zoom, with the facts of that call. */
export class ZoomError extends ProblemError {
  readonly zoom: ZoomFacts

  constructor(
    kind: ProblemKind,
    message: string,
    zoom: ZoomFacts,
    extra: Omit<Problem, 'kind' | 'message'> = {},
    options?: ErrorOptions,
  ) {
    super(kind, message, extra, options)
    this.zoom = zoom
  }
}

/** Whether Zoom may have carried out the call that raised this error: whoever created something has to look before sending again. */
export function isAnswerUnknown(error: unknown): boolean {
  return error instanceof ZoomError && error.zoom.isAnswerUnknown
}

/** Zoom's code behind this error (3001 and the like), or null. */
export function zoomCode(error: unknown): number | null {
  return error instanceof ZoomError ? error.zoom.code : null
}
