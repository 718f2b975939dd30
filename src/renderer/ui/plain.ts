/** Text without case and accents, as filters and type-ahead compare it: "pena" finds Peña. */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()
