import { buildWhenStale } from '../../tools/build.ts'
import { findElectron } from '../../tools/electron.ts'
import { chromiumMissing, findChromium } from './chromium.ts'

/** Before any spec: the built app, a Chromium to show it in, and a line that says what runs it. */
export default async function buildFirst(): Promise<void> {
  if (!findChromium()) throw new Error(chromiumMissing)
  if (!(await buildWhenStale())) throw new Error('The app could not be built.')
  const runtime = findElectron()
  console.log(
    runtime
      ? `Electron door: the real Electron (${runtime}).`
      : 'Electron door: the stand-in (Electron’s runtime is not installed here).',
  )
}
