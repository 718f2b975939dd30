import { newYearFor, yearFor } from '../../shared/domain/school-year.ts'
import { tables, type Db } from './database.ts'

/** The school year that the date belongs to, made when there is none. */
export function ensureSchoolYear(db: Db, on: string, newId: () => string): number {
  const years = db.select().from(tables.schoolYears).all()
  return (
    yearFor(on, years)?.key ??
    db
      .insert(tables.schoolYears)
      .values({ id: newId(), ...newYearFor(on, years) })
      .returning({ key: tables.schoolYears.key })
      .get().key
  )
}
