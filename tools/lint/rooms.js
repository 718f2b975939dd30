/**
 * Who may import what: the import table of the design, one row per room, first match wins. Everything that a row does
 * not name is forbidden.
 * - `packages`: packages that the room may import; `node` stands for Node's own modules.
 * - `rooms`: rooms (by name) whose files it may import; its own are always allowed.
 * - `types`: rooms of which it may import types only.
 */
export const rooms = [
  {
    name: 'shared/time',
    files: ['src/shared/domain/time.ts'],
    packages: ['zod', 'temporal-polyfill'],
    rooms: ['shared'],
  },
  { name: 'shared', files: ['src/shared/'], packages: ['zod'], rooms: ['shared/time'] },
  { name: 'ports', files: ['src/main/ports.ts'], packages: [], rooms: ['shared'] },
  {
    name: 'zoom',
    files: ['src/main/zoom/'],
    packages: ['node', 'undici', 'zod'],
    rooms: ['shared', 'shared/time', 'ports'],
  },
  {
    name: 'store',
    files: ['src/main/store/'],
    packages: ['node', 'better-sqlite3', 'drizzle-orm', 'zod'],
    rooms: ['shared', 'shared/time', 'ports'],
  },
  {
    name: 'files',
    files: ['src/main/files/'],
    packages: [
      'node',
      'csv-parse',
      'csv-stringify',
      'fflate',
      'pdfkit',
      'read-excel-file',
      'uqr',
      'write-excel-file',
      'zod',
    ],
    rooms: ['shared', 'shared/time'],
  },
  { name: 'secrets', files: ['src/main/secrets/'], packages: ['node', 'keytar', 'zod'], rooms: ['shared', 'ports'] },
  {
    name: 'operations',
    files: ['src/main/operations/'],
    packages: ['zod'],
    rooms: ['shared', 'shared/time', 'ports'],
    types: ['zoom', 'store', 'files'],
  },
  { name: 'jobs', files: ['src/main/jobs/'], packages: [], rooms: ['shared', 'shared/time', 'ports'] },
  {
    name: 'hosts/electron',
    files: ['src/main/hosts/electron/', 'src/main/index.ts'],
    packages: ['node', 'electron', 'electron-updater'],
    rooms: ['application', 'ports', 'secrets', 'shared', 'shared/time', 'hosts/shared'],
  },
  {
    name: 'hosts/browser',
    files: ['src/main/hosts/browser/'],
    packages: ['node', 'ws'],
    rooms: ['application', 'ports', 'secrets', 'shared', 'shared/time', 'hosts/shared'],
  },
  {
    // `homeroom start` is the browser host.
    name: 'hosts/cli',
    files: ['src/main/hosts/cli/'],
    packages: ['node', 'zod'],
    rooms: ['application', 'ports', 'secrets', 'shared', 'shared/time', 'hosts/shared', 'hosts/browser'],
  },
  {
    name: 'hosts/shared',
    files: ['src/main/hosts/shared/'],
    packages: ['node', 'undici', 'zod'],
    rooms: ['application', 'ports', 'secrets', 'shared', 'shared/time'],
  },
  {
    name: 'application',
    files: ['src/main/'],
    packages: ['node', 'zod'],
    rooms: ['shared', 'shared/time', 'ports', 'zoom', 'store', 'files', 'secrets', 'operations', 'jobs', 'package'],
  },
  { name: 'preload', files: ['src/preload/'], packages: ['electron'], rooms: [], types: ['shared'] },
  {
    name: 'renderer/ui',
    files: ['src/renderer/ui/'],
    packages: [
      'react',
      'react-dom',
      'react-aria-components',
      '@internationalized/date',
      '@tanstack/react-virtual',
      'lucide-react',
      '@fontsource-variable/inter',
    ],
    rooms: [],
  },
  {
    name: 'renderer',
    files: ['src/renderer/'],
    packages: ['react', 'react-dom', 'react-aria-components', 'zustand', 'lucide-react', '@fontsource-variable/inter'],
    rooms: ['renderer/ui', 'shared', 'shared/time'],
  },
  // The version stands in one place.
  { name: 'package', files: ['package.json'], packages: [], rooms: [] },
  { name: 'practice', files: ['src/practice/'], packages: ['node', 'ws', 'zod'], rooms: [] },
]

/** Names of Electron that reach across processes, and the only files that may import them. */
export const rawIpc = [
  { names: ['ipcMain', 'MessageChannelMain'], files: ['src/main/hosts/electron/ipc.ts'] },
  { names: ['ipcRenderer', 'contextBridge'], files: ['src/preload/app.ts', 'src/preload/room.ts'] },
]

/** Rooms that get time and chance handed in by ports, so that every result can be had again. */
export const withoutWorld = ['shared', 'shared/time', 'operations', 'jobs', 'zoom', 'store']
