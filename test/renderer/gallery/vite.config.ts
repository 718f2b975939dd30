import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Serves the gallery of components: `npx vite test/renderer/gallery`. */
export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1' },
  build: { target: 'chrome140', reportCompressedSize: false },
  cacheDir: '../../../node_modules/.vite-gallery',
})
