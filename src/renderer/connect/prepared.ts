import type { Provisioning } from '../../shared/contract/provisioning.ts'
import type { Problem } from '../../shared/problem.ts'
import { useLive } from '../live.ts'

/** What IT prepared on this computer, as the screens need it. */
export interface Prepared {
  /** Null where there is no file, or none that can be used. */
  readonly file: Provisioning | null
  /** Whether the file holds all that connecting takes. */
  readonly canConnect: boolean
  /** Why the file that is there cannot be used. */
  readonly problem: Problem | null
  readonly isLoading: boolean
}

/** Asks once what IT prepared; who comes back to a screen sees what has changed. */
export function usePrepared(): Prepared {
  const { data, problem, isLoading } = useLive('provisioning.get', {})
  const file = data?.provisioning ?? null
  const zoom = file?.zoom
  return {
    file,
    canConnect: zoom !== undefined && zoom.accountId !== null && zoom.clientId !== null && zoom.hasClientSecret,
    // A role that may not ask, or a door that is lost, says nothing of the file.
    problem: problem?.kind === 'fileUnreadable' ? problem : null,
    isLoading,
  }
}
