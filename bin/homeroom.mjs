#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { ensureNode24 } from './node24.mjs'

if (await ensureNode24(fileURLToPath(import.meta.url))) {
  const root = fileURLToPath(new URL('..', import.meta.url))
  // From a clone the sources themselves run (Node strips the types); an installed package holds the built file.
  const entry = ['src/main/hosts/cli/main.ts', 'out/main/cli.js'].map((path) => join(root, path)).find(existsSync)
  if (entry) {
    const { main } = await import(pathToFileURL(entry).href)
    process.exitCode = await main(process.argv.slice(2))
  } else {
    console.error('The homeroom command is not built here: run "npm run build" first.')
    process.exitCode = 2
  }
}
