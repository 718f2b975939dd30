import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'
import type { ApplicationHandle, Caller } from '../../../shared/handle.ts'
import { ProblemError } from '../../../shared/problem.ts'
import { writeProblem } from '../../secrets/atomic-file.ts'
import type { FileContent, Files } from '../../ports.ts'
import { handle, sendEvent } from './ipc.ts'

/** Until people can sign in, the window acts as the administrator, through the same check as everybody. */
const caller: Caller = { role: 'administrator', door: 'electron' }

/** Answers our pages: operations by the application, files by a dialog; and tells them what the application says. */
export function openBridge(application: Promise<ApplicationHandle>, files: Files): void {
  handle('bridge:call', async (_sender, name, input) => {
    if (typeof name !== 'string') throw new ProblemError('invalidInput', 'An operation is called by its name.')
    return (await application).call(name, input, caller)
  })
  handle('bridge:putFile', async (_sender, file) => ({ ok: true, value: await files.write(parseFile(file)) }))
  handle('bridge:saveFile', async (sender, name) => {
    if (typeof name !== 'string') throw new ProblemError('invalidInput', 'A file is named by its handle.')
    const file = await files.read(name)
    return { ok: true, value: await save(file, BrowserWindow.fromWebContents(sender)) }
  })
  const relay = async () => {
    const { on } = await application
    on((event) => {
      for (const { webContents } of BrowserWindow.getAllWindows()) sendEvent(webContents, event)
    })
  }
  // That the application cannot start is told by whoever waits for it.
  relay().catch(() => undefined)
}

function parseFile(value: unknown): FileContent {
  const { name, mediaType, bytes } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (typeof name === 'string' && typeof mediaType === 'string' && bytes instanceof Uint8Array) {
    return { name: name.slice(0, 255), mediaType: mediaType.slice(0, 255), bytes }
  }
  throw new ProblemError('invalidInput', 'A file needs a name, a media type and bytes.')
}

/** Asks where to keep the file and writes it there; false when the person chose not to. */
async function save(file: FileContent, window: BrowserWindow | null): Promise<boolean> {
  const options = { defaultPath: join(app.getPath('downloads'), basename(file.name)) }
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options))
  if (canceled || !filePath) return false
  try {
    await writeFile(filePath, file.bytes)
  } catch (error) {
    throw writeProblem(error, 'the file')
  }
  return true
}
