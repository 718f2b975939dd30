import { create } from 'zustand'

/**
 * How this page stands to the application behind it. `open`: it answers. `lost`: it does not just now, and is tried
 * again. `ended`: this tab may not ask any more (its session is over).
 */
export type DoorState = 'open' | 'lost' | 'ended'

/** The state of the door, set by the browser's door alone: Electron's cannot be lost. */
export const useDoor = create<{ readonly state: DoorState }>(() => ({ state: 'open' }))

/** Notes how the door stands. A tab that has ended stays so until it is opened anew. */
export function setDoor(state: DoorState): void {
  if (useDoor.getState().state !== 'ended') useDoor.setState({ state })
}
