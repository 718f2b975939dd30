import type { Place, View } from './place.ts'
import { views } from './place.ts'

/** Whose week is shown: one of the three. */
export type Who = { readonly section: string } | { readonly grade: string } | { readonly teacher: string }

const viewItem = 'homeroom.scheduleView'
const whoItem = 'homeroom.scheduleWho'

/** The view that was looked at last on this computer; the week at first. */
export function lastView(): View {
  const kept = localStorage.getItem(viewItem)
  return views.find((view) => view === kept) ?? 'week'
}

/** Keeps the view for the next time. */
export const keepView = (view: View): void => localStorage.setItem(viewItem, view)

/** Whose week a place names; null when it names nobody's. */
export function whoOf({ section, grade, teacher }: Place): Who | null {
  if (section !== undefined) return { section }
  if (grade !== undefined) return { grade }
  return teacher === undefined ? null : { teacher }
}

/** Whose week was looked at last on this computer; null at first. It may have left the school since. */
export function lastWho(): Who | null {
  try {
    const kept = JSON.parse(localStorage.getItem(whoItem) ?? 'null') as Place | null
    return kept === null ? null : whoOf(kept)
  } catch {
    return null
  }
}

/** Keeps whose week it is for the next time. */
export const keepWho = (who: Who): void => localStorage.setItem(whoItem, JSON.stringify(who))
