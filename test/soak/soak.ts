/** How a soak is run: `npm run soak` runs it long on a new seed, `npm test` short on a fixed one. */
export interface SoakOptions {
  /** Everything random in it follows from this. */
  readonly seed: number
  readonly isLong: boolean
  readonly say: (line: string) => void
}

/** A file `*.soak.ts` exports this as `soak`: resolves to the number of rounds that held, throws at the first that did not. */
export type Soak = (options: SoakOptions) => Promise<number>
