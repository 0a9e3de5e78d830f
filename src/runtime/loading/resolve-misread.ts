import { readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { ResolveFnOutput, ResolveHookContext } from 'node:module'
import { basename, dirname, extname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type * as oxcResolver from 'oxc-resolver'
import type { NapiResolveOptions } from 'oxc-resolver'
import { findUpward } from '../../internal/find-upward.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'

/** `#`, `%`, `?` and `\` as a URL writes them. */
const MISREAD = /%(?:23|25|3F|5C)/i
const PATH = /^(?:\.{1,2}(?:\/|$)|\/|file:)/
const SCHEME = /^[a-z][\w+.-]+:/i

const OPTIONS: NapiResolveOptions = {
  extensions: ['.js', '.mjs', '.cjs', '.ts', '.tsx', '.mts', '.cts', '.jsx', '.json', '.wasm', '.node'],
  extensionAlias: {
    '.js': ['.js', '.ts', '.tsx', '.jsx'],
    '.jsx': ['.jsx', '.tsx'],
    '.mjs': ['.mjs', '.mts'],
    '.cjs': ['.cjs', '.cts'],
  },
  builtinModules: true,
  tsconfig: 'auto',
}

/** Whether the TypeScript loader would look for another file than the one that is meant: it decodes the paths of URLs twice. */
export function isMisread(specifier: string, parentURL: string | undefined): boolean {
  if (PATH.test(specifier) && MISREAD.test(specifier)) return true
  return !SCHEME.test(specifier) && parentURL?.startsWith('file:') === true && MISREAD.test(parentURL)
}

/** Resolves by the loader's rules what it would misread. Throws ERR_MODULE_NOT_FOUND as Node does. */
export function resolveMisread(
  specifier: string,
  { parentURL, conditions }: Pick<ResolveHookContext, 'parentURL' | 'conditions'>,
): ResolveFnOutput {
  const url = PATH.test(specifier) ? new URL(specifier, parentURL) : null
  const file = fileURLToPath(url ?? parentURL ?? '')
  if (url !== null && statIfThere(file)?.isFile() === true) return resolved(realpathSync(file), url)
  const { ResolverFactory } = createRequire(import.meta.url)('oxc-resolver') as typeof oxcResolver
  const resolver = new ResolverFactory({ ...OPTIONS, conditionNames: conditions })
  const { builtin, path } =
    url === null ? resolver.resolveFileSync(file, specifier) : resolver.sync(dirname(file), `./${basename(file)}`)
  if (builtin !== undefined) return { url: builtin.resolved, format: 'builtin', shortCircuit: true }
  if (path !== undefined) return resolved(path, url)
  const wanted = url === null ? `package '${specifier}'` : `module '${file}'`
  const from = parentURL === undefined ? '' : ` imported from ${fileURLToPath(parentURL)}`
  throw Object.assign(new Error(`Cannot find ${wanted}${from}`), { code: 'ERR_MODULE_NOT_FOUND' })
}

function resolved(path: string, url: URL | null): ResolveFnOutput {
  const { href } = pathToFileURL(path)
  return { url: `${href}${url?.search ?? ''}${url?.hash ?? ''}`, format: formatOf(path), shortCircuit: true }
}

/** As Node tells it: by the extension, else by the nearest package.json. */
function formatOf(file: string): 'json' | 'module' | 'commonjs' | undefined {
  const extension = extname(file)
  if (extension === '.json') return 'json'
  if (/^\.[mc][jt]s$/.test(extension)) return extension.startsWith('.m') ? 'module' : 'commonjs'
  if (!/^\.[jt]sx?$/.test(extension)) return undefined
  const manifest = findUpward(dirname(file), ['package.json'])
  const content: unknown = manifest === null ? null : JSON.parse(readFileSync(manifest, 'utf8'))
  return isPlainObject(content) && content['type'] === 'module' ? 'module' : 'commonjs'
}
