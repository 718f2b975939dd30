import { useEffect } from 'react'
import { create } from 'zustand'
import { hrefOf, navigate } from '../../router.ts'
import { screens } from '../screens.tsx'

/** What the frame has open over the screens. */
export const useOverlay = create<{ readonly open: 'none' | 'find' | 'keys' | 'sending' }>(() => ({ open: 'none' }))

/** Opens one of the frame's windows, or closes it with `none`. */
export const openOverlay = (open: 'none' | 'find' | 'keys' | 'sending'): void => useOverlay.setState({ open })

const singleKeysItem = 'homeroom.singleKeys'

/** Whether single keys do something: WCAG 2.1.4 asks that they can be switched off. Kept on this computer. */
export const useSingleKeys = create<{ readonly isOn: boolean }>(() => ({
  isOn: localStorage.getItem(singleKeysItem) !== 'off',
}))

/** Switches single keys on or off. */
export function setSingleKeys(isOn: boolean): void {
  localStorage.setItem(singleKeysItem, isOn ? 'on' : 'off')
  useSingleKeys.setState({ isOn })
}

const isTyping = (target: EventTarget | null) =>
  target instanceof Element &&
  target.closest('input, textarea, select, [contenteditable="true"], [role="spinbutton"]') !== null
const isInWindow = (target: EventTarget | null) =>
  target instanceof Element &&
  target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.repeat) return
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
    event.preventDefault()
    openOverlay(useOverlay.getState().open === 'find' ? 'none' : 'find')
    return
  }
  const isSingle = !event.ctrlKey && !event.metaKey && !event.altKey
  if (!isSingle || !useSingleKeys.getState().isOn || isTyping(event.target) || isInWindow(event.target)) return
  const screen = screens.find(({ key }) => key === event.key)
  if (screen) navigate(hrefOf([screen.id]))
  else if (event.key === '/') openOverlay('find')
  else if (event.key === '?') openOverlay('keys')
  else if (event.key === 'n') navigate(hrefOf(['schedule'], { new: 'class' }))
  else return
  event.preventDefault()
}

/** The keys that work on every screen. */
export function useShortcuts(): void {
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
