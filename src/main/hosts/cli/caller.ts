import type { Caller } from '../../../shared/handle.ts'

/** Until people can sign in, whoever may open the data folder acts as the administrator. */
export const caller: Caller = { role: 'administrator', door: 'cli' }
