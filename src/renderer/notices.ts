import { on } from './api.ts'
import { hrefOf, navigate } from './router.ts'
import { showToast } from './ui/Toasts.tsx'
import { commonWords } from './words/common.ts'

/** Says on the page what the operating system says where the app has a window of its own; called once at the start. */
export function followNotices(): void {
  if (window.homeroom) return
  on((event) => {
    if (event.type !== 'notice') return
    const { title, detail, place } = event
    const onOpen = () => navigate(hrefOf([place.screen, ...(place.id === null ? [] : [place.id])]))
    showToast({ title, detail, open: { label: commonWords.show, onOpen } })
  })
}
