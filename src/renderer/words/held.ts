/** The words of the question that only a person can answer. */
export const heldWords = {
  title: 'Did this class take place?',
  text: 'Zoom’s report shows nobody. Until you say, nobody is absent.',
  short: 'Did it take place?',
  held: 'It did',
  notHeld: 'It did not',
  suspended: 'Suspended',
  reasons: {
    held: 'Held, by a person’s word',
    notHeld: 'Not held, by a person’s word',
    suspended: 'Suspended, by a person’s word',
  },
  noted: 'Noted',
} as const
