import type { Plugin } from 'vite'

/**
 * Takes away electron-vite's shim of CommonJS names: it declares a `require` in every file that mentions one, also in those
 * that declare their own (fflate's does, and then does not load). Rolldown has given each package what it needs before.
 */
export function withoutShim(): Plugin {
  return {
    name: 'homeroom:without-shim',
    configResolved({ plugins }) {
      const shim = plugins.find(({ name }) => name === 'vite:esm-shim')
      if (!shim) throw new Error('electron-vite has no shim any more: take this plugin away.')
      delete shim.renderChunk
    },
  }
}
