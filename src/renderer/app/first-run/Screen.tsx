import { useWindowTitle } from '../../router.ts'
import { useStatus } from '../../status.ts'
import { firstRunWords as words } from '../../words/first-run.ts'
import { Choose } from './parts/Choose.tsx'
import { CodeStep } from './parts/CodeStep.tsx'
import { ConnectStep } from './parts/ConnectStep.tsx'
import { Locked } from './parts/Locked.tsx'
import { SchoolStep } from './parts/SchoolStep.tsx'
import { ZoomAppStep } from './parts/ZoomAppStep.tsx'
import { useFirstRun } from './store.ts'

const steps = { choose: Choose, school: SchoolStep, code: CodeStep, zoomApp: ZoomAppStep, connect: ConnectStep }

/** Before there is a school that is open: the practice school or a real one, step by step; or the lock of one. */
export function Screen() {
  const isLocked = useStatus().data?.state === 'locked'
  const step = useFirstRun((firstRun) => firstRun.step)
  useWindowTitle(words.page, words.product)
  if (isLocked) return <Locked />
  const Step = steps[step]
  return <Step />
}
