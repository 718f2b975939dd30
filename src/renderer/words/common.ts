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
  discardTitle: 'Throw away what you typed?',
  discardText: 'Nothing of it has been saved.',
  discard: 'Throw away',
  keepTyping: 'Go on typing',
} as const
