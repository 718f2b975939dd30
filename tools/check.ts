import { performance } from 'node:perf_hooks'
import { runTool } from './steps.ts'

const steps = [
  { name: 'types', script: 'typescript/bin/tsc', args: ['-b'] },
  { name: 'lint', script: 'oxlint/bin/oxlint', args: ['--type-aware', '--format', 'unix'] },
  { name: 'format', script: 'oxfmt/bin/oxfmt', args: ['--check'] },
  { name: 'dead code', script: 'knip/bin/knip.js', args: ['--no-progress'] },
] as const

/** How many steps of the check passed and failed. */
export interface Checked {
  readonly passed: number
  readonly failed: number
}

/** Checks types, lint, format and dead code, one after the other; prints one line each and what a failing one says. */
export async function check(): Promise<Checked> {
  let failed = 0
  for (const { name, script, args } of steps) {
    const startedAt = performance.now()
    const { code, output } = await runTool(script, args)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
    if (code === 0) continue
    failed += 1
    console.log(output.trimEnd())
  }
  return { passed: steps.length - failed, failed }
}

/** `npm run check`: exit code 1 when a step fails. */
export async function main(): Promise<number> {
  const { failed } = await check()
  return failed === 0 ? 0 : 1
}
