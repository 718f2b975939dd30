import type { AppStatus, School } from '../../shared/contract/app.ts'
import type { Handlers } from '../../shared/contract/index.ts'

type Names =
  | 'app.status'
  | 'school.setUp'
  | 'school.change'
  | 'vault.recover'
  | 'vault.renewRecoveryCode'
  | 'practice.start'
  | 'practice.leave'

/** Which school is open, and how it is opened and closed: the one piece of state above all stores. */
export interface Desk {
  /** Everything of {@link AppStatus} but the caller's role. */
  status(): Promise<Omit<AppStatus, 'role'>>
  /** Makes a real school; the recovery code has been proved. Raises `conflict`, `keychainUnavailable`. */
  setUp(school: Omit<School, 'kind'>): Promise<{ recoveryCode: string; school: School }>
  changeSchool(changes: { name?: string; timeZone?: string; locale?: string }): Promise<School>
  recover(recoveryCode: string): Promise<void>
  renewRecoveryCode(): Promise<string>
  startPractice(): Promise<School>
  leavePractice(): Promise<void>
}

/** Operations about Homeroom itself: which school, which state, which key. */
export function createAppOperations(desk: Desk): Handlers<Names> {
  return {
    'app.status': async (_input, caller) => ({ ...(await desk.status()), role: caller.role }),
    'school.setUp': ({ school }) => desk.setUp(school),
    'school.change': (changes) => desk.changeSchool(changes),
    'vault.recover': async ({ recoveryCode }, caller) => {
      await desk.recover(recoveryCode)
      return { ...(await desk.status()), role: caller.role }
    },
    'vault.renewRecoveryCode': async () => ({ recoveryCode: await desk.renewRecoveryCode() }),
    'practice.start': () => desk.startPractice(),
    'practice.leave': async () => {
      await desk.leavePractice()
      return { done: true }
    },
  }
}
