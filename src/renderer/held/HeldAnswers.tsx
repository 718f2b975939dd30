import type { ClassPeriodId } from '../../shared/ids.ts'
import { call } from '../api.ts'
import { useTask } from '../task.ts'
import { Button } from '../ui/Button.tsx'
import { showToast } from '../ui/Toasts.tsx'
import { heldWords as words } from '../words/held.ts'

/** The three answers to "Did this class take place?", each a press; the card or notice around them asks. */
export function HeldAnswers({ periodId }: { readonly periodId: ClassPeriodId }) {
  const answer = async (held: keyof typeof words.reasons) => {
    await call('period.answerHeld', { periodId, held, reason: words.reasons[held] })
    showToast({ title: words.noted })
  }
  const held = useTask(() => answer('held'))
  const notHeld = useTask(() => answer('notHeld'))
  const suspended = useTask(() => answer('suspended'))
  return (
    <>
      <Button size="small" onPress={held.run} isPending={held.isRunning}>
        {words.held}
      </Button>
      <Button size="small" onPress={notHeld.run} isPending={notHeld.isRunning}>
        {words.notHeld}
      </Button>
      <Button size="small" variant="quiet" onPress={suspended.run} isPending={suspended.isRunning}>
        {words.suspended}
      </Button>
    </>
  )
}
