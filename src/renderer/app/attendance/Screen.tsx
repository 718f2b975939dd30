import { useRoute } from '../../router.ts'
import { PeriodPage } from './parts/PeriodPage.tsx'
import { RecentPeriods } from './parts/RecentPeriods.tsx'

/** The attendance of one class period, or without one in the address the recent ones to choose from. */
export function Screen() {
  const [periodId] = useRoute((route) => route.parts)
  return periodId === undefined ? <RecentPeriods /> : <PeriodPage key={periodId} periodId={periodId} />
}
