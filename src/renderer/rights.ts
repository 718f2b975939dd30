import { isScheduler } from './meeting/actions.ts'
import { useStatus } from './status.ts'

/** Whether this person keeps the rosters; nobody does before the role is known. */
export function useKeepsRosters(): boolean {
  return isScheduler(useStatus().data?.role)
}
