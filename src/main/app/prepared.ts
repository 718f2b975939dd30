import { ProblemError } from '../../shared/problem.ts'
import { parseProvisioning, type ParsedProvisioning } from '../operations/provisioning-file.ts'
import type { Ports } from '../ports.ts'
import type { Database } from '../store/database.ts'
import { createPoliciesStore } from '../store/policies.ts'

/**
 * Lets the settings of a new school begin as IT prepared them, this once: what the school changes later stays. A file that
 * cannot be used was told on the first screen, and does not stand in the way of the school.
 */
export async function beginAsPrepared(database: Database, { provisioning, clock, newId, log }: Ports): Promise<void> {
  let prepared: ParsedProvisioning | null
  try {
    const file = await provisioning()
    prepared = file === null ? null : parseProvisioning(file)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    log.warn('provisioning.notUsed', { kind: error.problem.kind })
    return
  }
  if (prepared === null) return
  const policies = createPoliciesStore(database)
  const { defaults } = await policies.settings()
  const changes = { ...prepared.registration, defaults: { ...defaults, ...prepared.defaults } }
  await policies.change(changes, { now: clock.now(), newId })
}
