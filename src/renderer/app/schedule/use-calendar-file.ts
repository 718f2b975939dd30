import type { InputOf } from '../../../shared/contract/index.ts'
import { call, saveFile } from '../../api.ts'
import { useTask } from '../../task.ts'
import { showToast } from '../../ui/Toasts.tsx'
import { scheduleWords } from '../../words/schedule.ts'

/** Makes the calendar file of a meeting, a section or a teacher and lets the person keep it. */
export function useCalendarFile(of: InputOf<'calendarFile.export'>): () => void {
  return useTask(async () => {
    const { file } = await call('calendarFile.export', of)
    if (await saveFile(file.handle)) showToast({ title: scheduleWords.actions.calendarFileSaved, detail: file.name })
  }).run
}
