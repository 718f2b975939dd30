import type { ReactNode } from 'react'
import { DropArea } from '../ui/DropArea.tsx'
import { importWords } from '../words/import.ts'
import { offerRoster } from './offered.ts'

/** Around a screen that shows who is on the rosters: files that are dropped on it lead to their import. */
export function RosterDrop({ children }: { readonly children: ReactNode }) {
  return (
    <DropArea label={importWords.dropHere} onFiles={offerRoster}>
      {children}
    </DropArea>
  )
}
