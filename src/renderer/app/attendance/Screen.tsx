import { Hammer } from 'lucide-react'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { shellWords } from '../../words/shell.ts'

/** Holds the place of this screen. */
export function Screen() {
  return (
    <Page title={shellWords.screens.attendance}>
      <EmptyState icon={Hammer} title="Not built yet" />
    </Page>
  )
}
