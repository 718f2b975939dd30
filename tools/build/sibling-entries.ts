import { basename, dirname, resolve } from 'node:path'
import type { Plugin } from 'vite'

const sibling = /new URL\(\s*'(\.[^']+)\.ts',\s*import\.meta\.url\s*,?\s*\)/g

/**
 * Builds each file that the code starts as a worker or a process of its own, `new URL('./name.ts', import.meta.url)`,
 * as a file `name.js` beside the others, and points the URL there: the sources run unbuilt, and so does the result.
 */
export function siblingEntries(): Plugin {
  const names = new Map<string, string>()
  return {
    name: 'homeroom:sibling-entries',
    transform(code, id) {
      if (id.includes('node_modules') || !id.endsWith('.ts')) return null
      const replaced = code.replace(sibling, (_match, path: string) => {
        const file = resolve(dirname(id), `${path}.ts`)
        const name = basename(path)
        if ((names.get(name) ?? file) !== file) this.error(`Two files that are started are both called ${name}.ts.`)
        if (!names.has(name)) {
          names.set(name, file)
          this.emitFile({ type: 'chunk', id: file, fileName: `${name}.js` })
        }
        return `new URL('./${name}.js', import.meta.url)`
      })
      return replaced === code ? null : { code: replaced, map: null }
    },
  }
}
