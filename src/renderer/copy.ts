import { showToast } from './ui/Toasts.tsx'
import { commonWords } from './words/common.ts'

/** Puts text on the clipboard and says so, or says that it could not. */
export async function copyText(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    showToast({ title: said })
  } catch {
    showToast({ tone: 'problem', title: commonWords.copyFailed })
  }
}
