/** Text without case and accents, as a filter compares it: "pena" finds Peña. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
