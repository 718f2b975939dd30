/** Words that every screen shares. */
export const commonWords = {
  close: 'Close',
  cancel: 'Cancel',
  clear: 'Clear',
  tryAgain: 'Try again',
  undo: 'Undo',
  choose: 'This one',
  more: 'More',
  show: 'Show',
  hide: 'Hide',
  optional: 'optional',
  messages: 'Messages',
  loading: 'Loading',
} as const
