import { basename, dirname, relative, resolve, sep } from 'node:path'
import type { Plugin } from 'vite'

const fileUrl = /new URL\(\s*'(\.[^']+)',\s*import\.meta\.url\s*,?\s*\)/g

/**
 * Keeps `new URL('./path', import.meta.url)` true in the built files, which all lie in `outDir`. A TypeScript file, which
 * the code starts as a worker or a process of its own, is built as `name.js` beside the others; anything else keeps its
 * place in the repository.
 */
export function siblingEntries(outDir: string): Plugin {
  const names = new Map<string, string>()
  return {
    name: 'homeroom:sibling-entries',
    // Before the types are stripped, which rewrites the quotes.
    enforce: 'pre',
    transform(code, id) {
      if (id.includes('node_modules') || !id.endsWith('.ts')) return null
      const replaced = code.replace(fileUrl, (_match, path: string) => {
        const target = resolve(dirname(id), path)
        if (!path.endsWith('.ts')) return `new URL('${relative(outDir, target).split(sep).join('/')}', import.meta.url)`
        const name = basename(path, '.ts')
        if ((names.get(name) ?? target) !== target) this.error(`Two files that are started are both called ${name}.ts.`)
        if (!names.has(name)) {
          names.set(name, target)
          this.emitFile({ type: 'chunk', id: target, fileName: `${name}.js` })
        }
        return `new URL('./${name}.js', import.meta.url)`
      })
      return replaced === code ? null : { code: replaced, map: null }
    },
  }
}
