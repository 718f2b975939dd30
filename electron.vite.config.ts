import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { siblingEntries } from './tools/build/sibling-entries.ts'
import { withoutShim } from './tools/build/without-shim.ts'

const at = (path: string) => resolve(import.meta.dirname, path)

// Three rooms, three outputs. Only native packages stay outside: everything else is bundled, so that a package of the
// app holds no node_modules but those.
export default defineConfig({
  main: {
    plugins: [siblingEntries(at('out/main')), withoutShim()],
    build: {
      outDir: at('out/main'),
      externalizeDeps: { include: ['keytar'] },
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { index: at('src/main/index.ts'), cli: at('src/main/hosts/cli/main.ts') },
        // All in one folder: files that are started find each other by name.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      // A sandboxed preload can require nothing but Electron: one file, all inside.
      externalizeDeps: false,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { app: at('src/preload/app.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    // Relative addresses: the page never spells the scheme that serves it.
    base: './',
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      target: 'chrome140',
      minify: true,
      // Fonts and pictures stay files: the policy lets in no data: fonts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: { input: { index: at('src/renderer/index.html') } },
    },
  },
})
