// Runs one of the tools in this folder on Node 24: node tools/run.mjs NAME [ARGUMENT...]
import { fileURLToPath } from 'node:url'
import { ensureNode24 } from '../bin/node24.mjs'

if (await ensureNode24(fileURLToPath(import.meta.url))) {
  const [name = '', ...argv] = process.argv.slice(2)
  const { main } = await import(new URL(`${name}.ts`, import.meta.url).href)
  process.exitCode = await main(argv)
}
