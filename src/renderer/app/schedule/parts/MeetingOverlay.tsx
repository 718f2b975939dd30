import { useEffect } from 'react'
import type { Meeting } from '../../../../shared/contract/meeting.ts'
import { ProblemError } from '../../../../shared/problem.ts'
import { useLive } from '../../../live.ts'
import type { Overlay } from '../../../meeting/actions.ts'
import { showProblem } from '../../../task.ts'
import { CancelDialog } from './CancelDialog.tsx'
import { EditDialog } from './EditDialog.tsx'

/** What {@link MeetingOverlay} takes. */
export interface MeetingOverlayProps {
  readonly meetingId: string
  readonly occurrenceId: string | undefined
  readonly overlay: Overlay
  /** Where it was dragged to. */
  readonly initial: { readonly on: string; readonly startsAt: string } | undefined
  readonly onClose: () => void
  readonly onSaved: (meeting: Meeting) => void
}

/** What is being done with a class, over whichever view it was begun in. */
export function MeetingOverlay({ meetingId, occurrenceId, overlay, initial, onClose, onSaved }: MeetingOverlayProps) {
  const { data: meeting, problem } = useLive('meeting.get', {
    meetingId,
    ...(occurrenceId === undefined ? {} : { occurrenceId }),
  })
  // What is not there cannot be changed: it is said, and the address lets it go.
  const gone = meeting === null ? problem : null
  useEffect(() => {
    if (gone === null) return
    showProblem(new ProblemError(gone.kind, gone.message, gone))
    onClose()
  }, [gone, onClose])
  if (meeting === null) return null
  return overlay === 'cancel' ? (
    <CancelDialog meeting={meeting} onClose={onClose} />
  ) : (
    <EditDialog meeting={meeting} proposed={initial} onClose={onClose} onSaved={onSaved} />
  )
}
