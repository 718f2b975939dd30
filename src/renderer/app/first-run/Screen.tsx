import { Hammer } from 'lucide-react'
import { EmptyState } from '../../ui/EmptyState.tsx'

/** Holds the place of the first run. */
export function Screen() {
  return <EmptyState icon={Hammer} title="Not built yet" />
}
