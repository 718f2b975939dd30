import { eq } from 'drizzle-orm'
import type { Place, Stay } from '../../shared/domain/enrollment.ts'
import { tables, type Db } from './database.ts'
import { sectionKeyOf } from './sections.ts'
import { groupKeyOf } from './teaching-groups.ts'

/** Makes one person's kept stays like the wanted ones: writes what differs, adds what has no id; none is ever taken away. */
export function putStays(
  db: Db,
  personKey: number,
  kept: readonly Stay[],
  wanted: readonly Stay[],
  { at, newId }: { readonly at: number; readonly newId: () => string },
): void {
  const { enrollments } = tables
  const keptById = new Map(kept.map((stay) => [stay.id, stay]))
  for (const stay of wanted) {
    const { id, place, firstOn, lastOn, startReason, startDetail, endReason, endDetail } = stay
    const days = { firstOn, lastOn, startReason, startDetail, endReason, endDetail }
    if (id === null) {
      db.insert(enrollments)
        .values({ id: newId(), personKey, ...placeKeyOf(db, place), ...days, createdAt: at })
        .run()
    } else if (keptById.get(id) !== stay) {
      db.update(enrollments).set(days).where(eq(enrollments.id, id)).run()
    }
  }
}

function placeKeyOf(db: Db, place: Place): { readonly sectionKey: number } | { readonly groupKey: number } {
  if (place.kind === 'section') return { sectionKey: sectionKeyOf(db, place.id) }
  return { groupKey: groupKeyOf(db, place.id, 'change.groupId') }
}
