import { ProblemError } from '../../shared/problem.ts'

/** SQLite's and the file system's failures as problems; anything else comes back as it is. */
export function toProblem(error: unknown): unknown {
  if (error instanceof ProblemError) return error
  const found = (error as { code?: unknown } | null)?.code
  const code = typeof found === 'string' ? found : ''
  const options = { cause: error }
  // Growing the shared index of the write-ahead log is a write like any other, but SQLite has another word for its failure.
  if (['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT'].includes(code)) {
    return new ProblemError(
      'diskFull',
      'The disk is full. Nothing was changed.',
      { fix: 'Free some space and try again.' },
      options,
    )
  }
  if (
    code.startsWith('SQLITE_READONLY') ||
    code === 'EROFS' ||
    code === 'EACCES' ||
    code === 'EPERM' ||
    code === 'SQLITE_CANTOPEN'
  ) {
    return new ProblemError(
      'readOnly',
      'Homeroom may not write in its data folder. Nothing was changed.',
      { fix: 'Give this user write permission for the data folder, or choose another with --data.' },
      options,
    )
  }
  if (code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED') {
    return new ProblemError(
      'inUse',
      'Another Homeroom is writing to this data folder. Nothing was changed.',
      { fix: 'Try again in a moment.' },
      options,
    )
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'SQLITE_CORRUPT') {
    return new ProblemError(
      'unexpected',
      'The database could not be read from the disk.',
      { fix: 'Check the disk, then restore the newest backup from the backups folder.' },
      options,
    )
  }
  return error
}
