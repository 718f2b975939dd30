import { runBenches } from '../test/bench/run.ts'

/** `npm run bench [-- NAME...] [--json]`. */
export function main(argv: readonly string[]): Promise<number> {
  return runBenches(argv)
}
