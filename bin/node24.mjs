import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Plain JavaScript without anything newer than Node 18: this file is what an old Node reads before it hands over.

const needed = 24
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const executable = process.platform === 'win32' ? 'node.exe' : 'node'

/** The folders of the packages that bring Node with them: the umbrella package, and the one for this platform. */
function packageFolders() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'
  const names = ['node', `${prefix}-${platform}-${process.arch}`]
  const require = createRequire(join(root, 'package.json'))
  const folders = names.map((name) => join(root, 'node_modules', name))
  folders.push(join(root, 'node_modules', 'node', 'node_modules', names[1]))
  for (const name of names) {
    try {
      folders.push(dirname(require.resolve(`${name}/package.json`)))
    } catch {
      // Not installed: the next candidate.
    }
  }
  return folders
}

/** The path of the Node that was installed with Homeroom, or null. */
function bundledNode() {
  return (
    packageFolders()
      .map((folder) => join(folder, 'bin', executable))
      .find(existsSync) ?? null
  )
}

/**
 * Keeps what V8 made of our files, types stripped, for the next start: for this process, its workers and what they start.
 * Where the folder cannot be written nothing is kept.
 */
async function keepCompiledCode() {
  process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules', '.cache', 'homeroom', 'compiled')
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
}

/**
 * Makes sure that what follows runs on Node 24 or newer. Resolves to true when this process does. Otherwise runs
 * `script` again on the bundled Node with the same arguments, sets this process's exit code to the other's, and
 * resolves to false; without a bundled Node it says so in one sentence and sets exit code 2.
 */
export async function ensureNode24(script) {
  if (Number.parseInt(process.versions.node, 10) >= needed) {
    await keepCompiledCode()
    return true
  }
  const node = bundledNode()
  if (!node) {
    console.error(
      `Homeroom needs Node ${needed}, this is Node ${process.versions.node}: run "npm ci" in its folder, which brings the right one, or install Node ${needed}.`,
    )
    process.exitCode = 2
    return false
  }
  const child = spawn(node, [script, ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal sends Ctrl+C to both of us, a supervisor only to this process. Either way the child decides how it ends.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  await new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`Node ${needed} could not be started from ${node}: ${error.message}.`)
      process.exitCode = 2
      resolve()
    })
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143)
      resolve()
    })
  })
  return false
}
