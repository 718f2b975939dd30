// What `electron` means in unit tests: modules that import it can be loaded, and whatever they ask of it throws. The real
// package would try to download its runtime. What needs more runs on the stand-in, end to end.

const absent = (name: string): never => {
  throw new Error(`This test runs without Electron, and something asked for ${name}.`)
}
const part = (name: string) => new Proxy({}, { get: (_target, key) => absent(`${name}.${String(key)}`) })

export const app = part('app')
export const BrowserWindow = part('BrowserWindow')
export const dialog = part('dialog')
export const ipcMain = part('ipcMain')
export const Menu = part('Menu')
export const nativeTheme = part('nativeTheme')
export const Notification = part('Notification')
export const protocol = part('protocol')
export const screen = part('screen')
export const session = part('session')
export const shell = part('shell')
export const utilityProcess = part('utilityProcess')

let isEncrypting = true

/** Lets a test say whether this computer's safeStorage encrypts. */
export function setEncrypting(value: boolean): void {
  isEncrypting = value
}

const flip = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0x5a)

/** An encryption that only shows that something was done to the text. */
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => isEncrypting,
  getSelectedStorageBackend: () => (isEncrypting ? 'gnome_libsecret' : 'basic_text'),
  encryptStringAsync: async (text: string) => Buffer.from(flip(Buffer.from(text, 'utf8'))),
  decryptStringAsync: async (bytes: Buffer) => ({
    shouldReEncrypt: false,
    result: Buffer.from(flip(bytes)).toString('utf8'),
  }),
}
