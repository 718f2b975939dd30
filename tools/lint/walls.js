import { isBuiltin } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { rawIpc, rooms, withoutWorld } from './rooms.js'

const roomOf = (path) => rooms.find((room) => room.files.some((start) => path.startsWith(start)))
const here = (context) => relative(context.cwd, context.filename).split(sep).join('/')

const packageOf = (specifier) => {
  if (isBuiltin(specifier)) return 'node'
  const [first, second] = specifier.split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}

/** The feature of a file below `src/renderer/app`, when it stands in one. */
const featureOf = (path) => /^src\/renderer\/app\/([^/]+)\//.exec(path)?.[1]

/** Why `path` may not import `specifier`, in one sentence; null when it may. */
function objection(path, specifier, typesOnly) {
  const room = roomOf(path)
  if (!room) return null
  if (!specifier.startsWith('.')) {
    const name = packageOf(specifier)
    return room.packages.includes(name)
      ? null
      : `The room "${room.name}" may not import ${name === 'node' ? specifier : name}.`
  }
  const target = join(dirname(path), specifier.split('?')[0]).split(sep).join('/')
  const other = roomOf(target)
  const feature = featureOf(target)
  if (feature && featureOf(path) && feature !== featureOf(path)) {
    return `The feature "${featureOf(path)}" may not import from the feature "${feature}".`
  }
  if (other === room || room.rooms.includes(other?.name)) return null
  if (room.types?.includes(other?.name)) {
    return typesOnly ? null : `The room "${room.name}" may import only types from the room "${other.name}".`
  }
  return `The room "${room.name}" may not import from ${other ? `the room "${other.name}"` : target}.`
}

const imports = {
  create(context) {
    const path = here(context)
    const check = (node, specifier, typesOnly) => {
      const message = typeof specifier === 'string' ? objection(path, specifier, typesOnly) : null
      if (message) context.report({ node, message })
    }
    const areTypes = (specifiers, kind) => specifiers.length > 0 && specifiers.every((s) => s[kind] === 'type')
    return {
      ImportDeclaration(node) {
        check(node, node.source.value, node.importKind === 'type' || areTypes(node.specifiers, 'importKind'))
        if (node.source.value.split('/')[0] !== 'electron') return
        for (const specifier of node.specifiers) {
          const rule = rawIpc.find(({ names }) => names.includes(specifier.imported?.name))
          if (specifier.type !== 'ImportSpecifier') {
            context.report({
              node,
              message: 'Import what you need from electron by name, so that the walls can see it.',
            })
          } else if (rule && !rule.files.includes(path)) {
            context.report({ node, message: `${specifier.imported.name} belongs in ${rule.files.join(' and ')} only.` })
          }
        }
      },
      ExportNamedDeclaration(node) {
        if (node.source)
          check(node, node.source.value, node.exportKind === 'type' || areTypes(node.specifiers, 'exportKind'))
      },
      ExportAllDeclaration(node) {
        check(node, node.source.value, node.exportKind === 'type')
      },
      ImportExpression(node) {
        check(node, node.source.value, false)
      },
      CallExpression(node) {
        if (node.callee.name === 'require') check(node, node.arguments[0]?.value, false)
      },
      TSImportType(node) {
        check(node, node.source?.value ?? node.argument?.literal?.value, true)
      },
    }
  },
}

const chance = new Set(['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID', 'crypto.getRandomValues'])

const world = {
  create(context) {
    if (!withoutWorld.includes(roomOf(here(context))?.name)) return {}
    const report = (node, what) =>
      context.report({
        node,
        message: `${what} is the world's: take time and chance from the ports that are handed in.`,
      })
    return {
      MemberExpression(node) {
        const name = `${node.object.name}.${node.property.name}`
        if (chance.has(name)) report(node, name)
      },
      NewExpression(node) {
        if (node.callee.name === 'Date' && node.arguments.length === 0) report(node, 'new Date()')
      },
      CallExpression(node) {
        if (node.callee.name === 'Date') report(node, 'Date()')
      },
    }
  },
}

/** The plugin that holds up the walls between rooms: `imports` and `world`. */
export default { meta: { name: 'walls' }, rules: { imports, world } }
