import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { identity, instant, localDate } from './columns.ts'

/** One import of a term's timetable: its meetings carry its key. */
export const timetableImports = sqliteTable('timetable_imports', {
  ...identity(),
  fileName: text('file_name').notNull(),
  digest: text('digest').notNull(),
  firstOn: localDate('first_on').notNull(),
  lastOn: localDate('last_on').notNull(),
  meetingCount: integer('meeting_count').notNull(),
  dateCount: integer('date_count').notNull(),
  actor: text('actor').notNull(),
  importedAt: instant('imported_at').notNull(),
  /** Sending was stopped by a person; what had not reached Zoom stays unsent until it is resumed. */
  stoppedAt: instant('stopped_at'),
  undoneAt: instant('undone_at'),
})
