import { create } from 'zustand'

/** How light the page is: as the computer says, or as the person does. */
export type Theme = 'system' | 'light' | 'dark'

const themes: readonly Theme[] = ['system', 'light', 'dark']
const item = 'homeroom.theme'

const kept = (): Theme => themes.find((theme) => theme === localStorage.getItem(item)) ?? 'system'

/** The theme of this computer. */
export const useTheme = create<{ readonly theme: Theme }>(() => ({ theme: kept() }))

function show(theme: Theme): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset['theme']
  else dataset['theme'] = theme
}

/** Puts the kept theme on the page; called once, before the first drawing. */
export function startTheme(): void {
  show(useTheme.getState().theme)
}

/** Chooses a theme and keeps it on this computer. */
export function setTheme(theme: Theme): void {
  localStorage.setItem(item, theme)
  useTheme.setState({ theme })
  show(theme)
}
