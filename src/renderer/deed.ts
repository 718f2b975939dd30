import type { DeedId } from '../shared/ids.ts'
import { call } from './api.ts'
import { showProblem } from './task.ts'
import { showToast } from './ui/Toasts.tsx'
import { commonWords } from './words/common.ts'

/** Takes a deed on people or rosters back, and says so, or why it could not. */
export async function undoDeed(deedId: DeedId): Promise<void> {
  try {
    await call('person.undo', { deedId })
    showToast({ title: commonWords.undone })
  } catch (error) {
    showProblem(error)
  }
}

/** Says that a deed on people or rosters is done, with the way back. */
export function showDeed(title: string, deedId: DeedId | null, detail?: string): void {
  const undo = deedId === null ? undefined : { label: commonWords.undo, onUndo: () => void undoDeed(deedId) }
  showToast({ title, detail, undo })
}
