/** What a column of a timetable file can be. `monday` to `saturday` hold a mark, a time or a subject in that day's cell. */
export const timetableColumns = [
  'section',
  'gradeLevel',
  'subject',
  'teacher',
  'weekDays',
  'period',
  'startsAt',
  'endsAt',
  'durationMinutes',
  'title',
  'ignored',
] as const
