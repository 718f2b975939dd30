import { showToast } from '../ui/Toasts.tsx'
import { connectWords } from '../words/connect.ts'

/** Puts text on the clipboard and says so, or says that it could not. */
export async function copyText(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    showToast({ title: said })
  } catch {
    showToast({ tone: 'problem', title: connectWords.copyFailed })
  }
}
