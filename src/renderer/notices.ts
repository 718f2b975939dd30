import { on } from './api.ts'
import { showToast } from './ui/Toasts.tsx'

/** Says on the page what the operating system says where the app has a window of its own; called once at the start. */
export function followNotices(): void {
  if (window.homeroom) return
  on((event) => {
    if (event.type === 'notice') showToast({ title: event.title, detail: event.detail })
  })
}
