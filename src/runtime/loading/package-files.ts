import { readdirSync, realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { once } from '../../internal/once.ts'

const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

/** The files that Node starts, preloads, or is told to require by their paths, by their names in `dist/`, and where their sources lie from here. */
export const STARTED = {
  register: './register.ts',
  'install-loader': './install-loader.ts',
  'run-from-command-line': '../command-line/run-from-command-line.ts',
  'loader-hooks': './loader-hooks.ts',
  child: '../process/child.ts',
  'experiment-process': '../process/experiment-process.ts',
  'child-preload': '../process/child-preload.ts',
  'run-tracking': '../tracking/run-tracking.ts',
  'journal-thread': '../../tracking/journal/journal-thread.ts',
  'pages-thread': '../../tracking/sealing/pages-thread.ts',
  'media-thread': '../../tracking/media/media-thread.ts',
  'guardian-thread': '../guardian/guardian-thread.ts',
  'draw-program': '../drawing/draw-program.ts',
  'curves-thread': '../../server/curves/curves-thread.ts',
} as const

/** Those that are CommonJS in `dist/`. */
const REQUIRED: ReadonlySet<keyof typeof STARTED> = new Set([
  'install-loader',
  'run-from-command-line',
  'child',
  'experiment-process',
  'child-preload',
  'run-tracking',
])

/** The URL of one of the package's own files that Node starts or preloads. */
export function packageFile(name: keyof typeof STARTED): string {
  return new URL(extension === '.ts' ? STARTED[name] : `./${builtName(name)}`, import.meta.url).href
}

/** What one of them is called in `dist/`. */
export function builtName(name: keyof typeof STARTED): string {
  return `${name}${REQUIRED.has(name) ? '.cjs' : '.js'}`
}

/** The URLs of what users import, by specifier. */
export function packageEntries(): Readonly<Record<'runlab' | 'runlab/register', string>> {
  const index = new URL(extension === '.ts' ? '../../index.ts' : './index.js', import.meta.url).href
  return { runlab: index, 'runlab/register': packageFile('register') }
}

/** The folder of this package's own code: `dist/`, or `src/` in its tests. */
const OWN_FOLDER = realpathSync(fileURLToPath(new URL(extension === '.ts' ? '../../' : './', import.meta.url)))

/** Whether a file is this package's own, which runs name by version and do not archive. */
export function isOwnFile(file: string): boolean {
  return file.startsWith(`${OWN_FOLDER}${sep}`) || file === join(OWN_FOLDER, '../package.json')
}

/** Where this package's code lies for a stack: also the sources, which source maps name, and which no package holds. */
const OWN_PLACES = ['dist', 'src'].flatMap((name) => {
  const place = `${join(OWN_FOLDER, '..', name)}${sep}`
  return [place, pathToFileURL(place).href]
})

/** Whether a line of a stack lies in this package's own code. */
export function isOwnFrame(line: string): boolean {
  return OWN_PLACES.some((place) => line.includes(place))
}

/** Real paths of this package's own code. */
export const ownFiles: () => ReadonlySet<string> = once(
  () =>
    new Set(readdirSync(OWN_FOLDER, { recursive: extension === '.ts', encoding: 'utf8' }).map((name) => join(OWN_FOLDER, name))),
)
