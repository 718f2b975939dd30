import type { Problem, ProblemKind } from '../../shared/problem.ts'
import type { Formats } from './format.ts'

const titles: Readonly<Record<ProblemKind, string>> = {
  invalidInput: 'Something here is not right yet',
  notFound: 'This is not there any more',
  conflict: 'This does not go together',
  forbidden: 'You may not do this',
  notSetUp: 'Homeroom is not set up yet',
  locked: 'The data folder is locked',
  notConnected: 'Not connected to Zoom',
  notEnabled: 'Zoom is switched off',
  offline: 'No connection to the internet',
  wrongCredentials: 'Zoom does not accept these credentials',
  missingScope: 'Zoom has not allowed this',
  appDisabled: 'The app is switched off at Zoom',
  planTooSmall: 'The Zoom plan does not include this',
  rateLimited: 'Zoom asks us to wait',
  zoomUnavailable: 'Zoom has trouble',
  zoomRefused: 'Zoom refused this',
  clockWrong: 'This computer’s clock is wrong',
  fileUnreadable: 'The file could not be read',
  stalePreview: 'Something changed since the preview',
  diskFull: 'The disk is full',
  readOnly: 'The data folder cannot be written',
  inUse: 'Another program is using the data folder',
  newerDatabase: 'This data is from a newer Homeroom',
  wrongPassphrase: 'The passphrase does not fit',
  keychainUnavailable: 'The keychain does not answer',
  cancelled: 'Cancelled',
  unexpected: 'Something went wrong',
}

/** The title of a problem: one per kind. */
export const problemTitle = (kind: ProblemKind): string => titles[kind]

/** What a problem notice shows: title, what happened, what to do, and when trying again can help. */
export function problemWords(problem: Problem, formats: Formats) {
  const { kind, message, fix, retryAt, logId } = problem
  const about = logId === undefined ? undefined : `The log keeps the details under ${logId}.`
  return {
    title: problemTitle(kind),
    message,
    fix: [fix, about].filter((part) => part !== undefined).join(' ') || undefined,
    retryWords: retryAt === undefined ? undefined : `Homeroom tries again at ${formats.time(retryAt)}.`,
    retryLabel: 'Try again',
  }
}
