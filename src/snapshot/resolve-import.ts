import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type * as oxcResolver from 'oxc-resolver'
import type { NapiResolveOptions, ResolveResult, ResolverFactory } from 'oxc-resolver'
import { findUpward } from '../internal/find-upward.ts'
import { isInstalled, realPath } from './real-path.ts'
import type { ImportReference } from './scan-imports.ts'

/** A file that a reference names: its path as named, and with all links followed. */
export interface ResolvedFile {
  readonly named: string
  readonly real: string
}

/**
 * Finds the files that a reference in a file names: several when conditions differ, none for what is no file or is
 * an installed package, null when it leads nowhere.
 */
export type ImportResolver = (file: string, reference: ImportReference) => readonly ResolvedFile[] | null

/** In the order in which the loader tries them; declaration files last, for imports of types alone. */
const EXTENSIONS = [
  '.js',
  '.mjs',
  '.cjs',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.jsx',
  '.json',
  '.wasm',
  '.node',
  '.d.ts',
  '.d.mts',
  '.d.cts',
]

const OPTIONS: NapiResolveOptions = {
  extensions: EXTENSIONS,
  extensionAlias: {
    '.js': ['.js', '.ts', '.tsx', '.jsx', '.d.ts'],
    '.jsx': ['.jsx', '.tsx'],
    '.mjs': ['.mjs', '.mts', '.d.mts'],
    '.cjs': ['.cjs', '.cts', '.d.cts'],
  },
  // Links are followed by us: replaying needs to know of them.
  symlinks: false,
  builtinModules: true,
  nodePath: false,
}
const CONDITIONS = {
  import: ['node', 'import', 'module-sync', 'node-addons'],
  require: ['node', 'require', 'module-sync', 'node-addons'],
  types: ['types', 'node', 'import'],
}

const RELATIVE = /^(?:\.{1,2}(?:\/|$)|\/|file:)/

/** Whether a name that leads nowhere should have led to a file of the project, and not to an installed package. */
export function looksLocal(specifier: string): boolean {
  return RELATIVE.test(specifier) || /^(?:#|~|@\/)/.test(specifier)
}

/** Makes a resolver with a fresh cache. Follows package.json, tsconfig.json and the loader's rules for extensions. */
export function createImportResolver(): ImportResolver {
  // The package is CommonJS: by `import` it would go through the loader's hooks, which takes 10 to 20 ms more.
  const { ResolverFactory } = createRequire(import.meta.url)('oxc-resolver') as typeof oxcResolver
  const automatic: NapiResolveOptions = { ...OPTIONS, tsconfig: 'auto' }
  const imports = new ResolverFactory({ ...automatic, conditionNames: CONDITIONS.import })
  const requires = imports.cloneWithOptions({ ...automatic, conditionNames: CONDITIONS.require })
  const types = imports.cloneWithOptions({ ...automatic, conditionNames: CONDITIONS.types, mainFields: ['types', 'main'] })
  const plain = imports.cloneWithOptions({ ...OPTIONS, conditionNames: CONDITIONS.import })
  const configured = createConfiguredResolver((options) => new ResolverFactory(options))

  return (file, { specifier, kind }) => {
    if (/^(?:node|data|https?|blob):/.test(specifier)) return []
    const [first, second] = kind === 'require' ? [requires, imports] : [imports, requires]
    const result = first.resolveFileSync(file, specifier)
    if (result.builtin) return []
    const found = follow(result, specifier)
    if (RELATIVE.test(specifier)) {
      const target = found ?? resolvePath(file, specifier, (name) => follow(plain.sync(dirname(file), name), name))
      return target ? [target] : null
    }
    // Which conditions hold depends on how the loader compiles the importing file: a local package is captured for both.
    if (found) return isInstalled(found.real) ? [] : distinct([found, follow(second.resolveFileSync(file, specifier), specifier)])
    // Imports of types alone, and projects with a tsconfig.json that does not cover the file or cannot be read.
    const fallback =
      follow(second.resolveFileSync(file, specifier), specifier) ??
      follow(types.resolveFileSync(file, specifier), specifier) ??
      follow(configured(file, specifier), specifier) ??
      follow(plain.sync(dirname(file), specifier), specifier)
    return fallback ? distinct([fallback]) : null
  }
}

function distinct(files: readonly (ResolvedFile | null)[]): ResolvedFile[] {
  const local = files.filter((file): file is ResolvedFile => file !== null && !isInstalled(file.real))
  return [...new Map(local.map((file) => [file.real, file])).values()]
}

/** Names as URLs write them (`./a%20b.js?v=1#x`), and files with such characters in their names. */
function resolvePath(file: string, specifier: string, attempt: (name: string) => ResolvedFile | null): ResolvedFile | null {
  const path = specifier.startsWith('file:') ? pathOfUrl(specifier) : specifier
  if (path === null) return null
  const bare = path.replace(/[?#].*$/, '')
  for (const name of new Set([path, bare, decode(bare)])) {
    const literal = resolve(dirname(file), name)
    const real = existsSync(literal) ? realPath(literal) : null
    const found = attempt(name) ?? (real === null ? null : { named: literal, real })
    if (found) return found
  }
  return null
}

function pathOfUrl(url: string): string | null {
  try {
    return fileURLToPath(url)
  } catch {
    // A file URL with a host, or none at all: it names nothing here.
    return null
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Reads what the resolver found. It leaves the query of a name on the path. */
function follow({ path }: ResolveResult, specifier: string): ResolvedFile | null {
  if (path === undefined) return null
  const real = realPath(path)
  if (real !== null) return { named: path, real }
  const suffix = /[?#].*$/.exec(specifier)?.[0]
  if (!suffix || !path.endsWith(suffix)) return null
  const named = path.slice(0, -suffix.length)
  const behind = realPath(named)
  return behind === null ? null : { named, real: behind }
}

/** Resolves by the nearest tsconfig.json also where its `include` leaves the file out: loaders do not look at that. */
function createConfiguredResolver(
  create: (options: NapiResolveOptions) => ResolverFactory,
): (file: string, specifier: string) => ResolveResult {
  const resolvers = new Map<string, ResolverFactory>()
  return (file, specifier) => {
    const configFile = findUpward(dirname(file), ['tsconfig.json'])
    if (configFile === null) return {}
    let resolver = resolvers.get(configFile)
    if (!resolver) {
      const tsconfig = { configFile, references: 'auto' as const }
      // Not a clone: it would share what the automatic one has cached of the tsconfig, which leaves its paths out.
      resolver = create({ ...OPTIONS, conditionNames: CONDITIONS.import, tsconfig })
      resolvers.set(configFile, resolver)
    }
    return resolver.sync(dirname(file), specifier)
  }
}
