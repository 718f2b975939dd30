import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface LockNode {
  readonly name?: string
  readonly integrity?: string
  readonly resolved?: string
  readonly inBundle?: boolean
  readonly hasInstallScript?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'))
const { packages } = read('package-lock.json') as { packages: Readonly<Record<string, LockNode>> }
const { allowScripts } = read('package.json') as { allowScripts: Readonly<Record<string, boolean>> }
const installed = Object.entries(packages).filter(([path]) => path !== '')

/** The node that `name` resolves to from a package, by Node's own rule: its folder, then each one above. */
function findNode(from: string, name: string): LockNode | undefined {
  const steps = from
    .split('node_modules/')
    .map((_part, index, parts) => parts.slice(0, parts.length - index).join('node_modules/'))
  for (const step of steps) {
    const found = packages[`${step === '' ? '' : `${step.replace(/\/$/, '')}/`}node_modules/${name}`]
    if (found) return found
  }
  return undefined
}

// A lock written on one platform can leave out the packages of the others; `npm ci` then fails there.
test('every optional package has a node in the lock', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !findNode(path, name))
      .map((name) => `${name}, wanted by ${path}`),
  )
  expect(missing).toEqual([])
})

test('every package in the lock is held to a digest, and to no host', () => {
  expect(installed.filter(([, { integrity, inBundle }]) => !integrity && !inBundle).map(([path]) => path)).toEqual([])
  expect(installed.filter(([, { resolved }]) => resolved?.startsWith('http')).map(([path]) => path)).toEqual([])
})

test('every package with an install script is named, and allowed or not', () => {
  const scripted = new Set(
    installed
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path, { name }]) => name ?? path.split('node_modules/').at(-1)),
  )
  // npm builds a package with a binding.gyp even without a script, and the lock does not tell.
  scripted.add('better-sqlite3-multiple-ciphers')
  expect([...scripted].toSorted()).toEqual(Object.keys(allowScripts).toSorted())
})
