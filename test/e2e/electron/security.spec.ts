import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { launchStandIn } from '../../support/electron-stand-in.ts'
import type { StandIn } from '../../support/electron-stand-in.ts'
import { expect, test } from '../../support/app-fixture.ts'
import type { OpenedApp } from '../../support/open-app.ts'

// What only the stand-in can show: everything that the app asked of Electron.
function standInOf(app: OpenedApp): StandIn {
  test.skip(app.standIn === null, 'The real Electron runs here, and keeps no record of what it was asked.')
  return app.standIn as StandIn
}

const detailsOf = (standIn: StandIn, what: string) =>
  standIn.log.filter((entry) => entry.what === what).map((entry) => entry.detail)

test('every window is sandboxed, isolated and without Node', async ({ app }) => {
  const standIn = standInOf(app)
  const windows = detailsOf(standIn, 'BrowserWindow') as { webPreferences: Record<string, unknown> }[]
  expect(windows).toHaveLength(1)
  for (const { webPreferences } of windows) {
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    })
    for (const never of ['allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures', 'plugins']) {
      expect(webPreferences).not.toHaveProperty(never)
    }
  }
  expect(detailsOf(standIn, 'enableSandbox')).toHaveLength(1)
})

test('the scheme gets no privilege beyond a standard, secure origin with fetch', async ({ app }) => {
  expect(detailsOf(standInOf(app), 'registerSchemesAsPrivileged')).toEqual([
    [{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }],
  ])
})

test('every permission that Electron knows is denied, but for copying', async ({ app }) => {
  const { session } = standInOf(app)
  const typings = await readFile(join(import.meta.dirname, '../../../node_modules/electron/electron.d.ts'), 'utf8')
  const names = new Set<string>()
  for (const [, list = ''] of typings.matchAll(/permission: ((?:'[^']+'(?: \| )?)+)/g)) {
    for (const [, name = ''] of list.matchAll(/'([^']+)'/g)) names.add(name)
  }
  expect(names.size).toBeGreaterThan(20)

  const request = session.handlers.get('permissionRequest') as (...args: unknown[]) => void
  const check = session.handlers.get('permissionCheck') as (...args: unknown[]) => boolean
  const granted = new Set<string>()
  for (const name of names) {
    for (const [url, isMainFrame] of [
      ['app://main/index.html', true],
      ['app://main/index.html', false],
      ['app://other/index.html', true],
      ['https://zoom.us/', true],
    ] as const) {
      const note = (isGranted: boolean) => isGranted && granted.add(`${name} ${url} ${isMainFrame ? 'top' : 'frame'}`)
      request(null, name, note, { requestingUrl: url, isMainFrame })
      note(check(null, name, url, { isMainFrame }))
    }
  }
  expect([...granted]).toEqual(['clipboard-sanitized-write app://main/index.html top'])
  expect((session.handlers.get('devicePermission') as () => boolean)()).toBe(false)
  let streams: unknown
  ;(session.handlers.get('displayMedia') as (...args: unknown[]) => void)({}, (answer: unknown) => (streams = answer))
  expect(streams).toEqual({})
})

test('a page goes nowhere else, by itself or by a link', async ({ app }) => {
  const standIn = standInOf(app)
  for (const target of [
    'https://example.org/',
    'http://127.0.0.1:9/',
    'app://other/index.html',
    'file:///etc/passwd',
  ]) {
    await app.page.evaluate((url) => {
      location.href = url
    }, target)
  }
  await expect.poll(() => detailsOf(standIn, 'navigation prevented')).toContain('https://example.org/')
  expect(app.page.url()).toMatch(/^http:\/\/main\.app\.localhost\/index\.html/)
  expect(standIn.leaks.filter((url) => !url.startsWith('app://other/'))).toEqual([])
})

test('no window opens from a page: Zoom goes to the browser, others after a question, the rest nowhere', async ({
  app,
}) => {
  const standIn = standInOf(app)
  const openFromPage = (url: string) => app.page.evaluate((target) => void window.open(target), url)

  await openFromPage('https://us02web.zoom.us/j/123')
  await expect.poll(() => detailsOf(standIn, 'openExternal')).toEqual(['https://us02web.zoom.us/j/123'])

  standIn.answerDialog('showMessageBox', { response: 1 })
  await openFromPage('https://example.org/refused')
  standIn.answerDialog('showMessageBox', { response: 0 })
  await openFromPage('https://example.org/allowed')
  await openFromPage('http://zoom.us/')
  await openFromPage('file:///etc/passwd')
  await openFromPage('https://user:pass@zoom.us/')

  await expect.poll(() => detailsOf(standIn, 'window.open')).toHaveLength(6)
  expect(detailsOf(standIn, 'window.open')).toEqual(
    Array.from({ length: 6 }, () => expect.objectContaining({ action: 'deny' }) as unknown),
  )
  expect(detailsOf(standIn, 'openExternal')).toEqual(['https://us02web.zoom.us/j/123', 'https://example.org/allowed'])
  expect(app.page.context().pages()).toHaveLength(1)
})

test('a second start brings the window to the front, and a link only leads to a screen', async ({ app }) => {
  const standIn = standInOf(app)
  standIn.startAgain(['--flag', 'homeroom://settings'])
  await expect.poll(() => new URL(app.page.url()).hash).toBe('#/settings')
  expect(detailsOf(standIn, 'window.focus')).toHaveLength(1)

  standIn.startAgain(['homeroom://settings/../../x', 'homeroom://today?run=1', 'https://example.org/'])
  await expect.poll(() => detailsOf(standIn, 'window.focus')).toHaveLength(2)
  expect(new URL(app.page.url()).hash).toBe('#/settings')
})

test('the page sees four functions and nothing of Electron', async ({ app }) => {
  const seen = await app.page.evaluate(() => {
    const bridge = (window as unknown as { homeroom: Record<string, unknown> }).homeroom
    try {
      bridge['call'] = () => 'mine'
    } catch {
      // Frozen.
    }
    return {
      names: Object.keys(bridge).toSorted(),
      isFrozen: Object.isFrozen(bridge),
      globals: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in window),
    }
  })
  expect(seen).toEqual({ names: ['call', 'door', 'on', 'putFile', 'saveFile'], isFrozen: true, globals: [] })
})

test('where Homeroom runs already, a second one opens nothing and ends', async ({ browser, dataFolder }) => {
  const second = await launchStandIn({
    browser,
    main: join(import.meta.dirname, '../../../out/main/index.js'),
    argv: ['--data', dataFolder, '--secrets', 'file'],
    appData: dataFolder,
    isSecondInstance: true,
  })
  expect(second.exitCode).toBe(0)
  expect(second.log.map(({ what }) => what)).not.toContain('BrowserWindow')
  expect([...second.processes]).toEqual([])
})

test('a command line that cannot be obeyed ends the app before it opens anything', async ({ browser, dataFolder }) => {
  const refused = await launchStandIn({
    browser,
    main: join(import.meta.dirname, '../../../out/main/index.js'),
    argv: ['--data', dataFolder, '--zoom-api', 'http://example.org/'],
    appData: dataFolder,
  })
  expect(refused.exitCode).toBe(2)
  expect(refused.log).toEqual([])
})
