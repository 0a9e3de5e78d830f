import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ModuleMeta } from '../api/experiment.ts'
import { runlabError } from '../errors.ts'

/** Where an experiment is defined. */
export interface ModuleLocation {
  /** Absolute path of the file. */
  readonly file: string
  /** The module's URL, as the module system knows it. */
  readonly url: string
  /** The line on which it is defined, where the stack tells. Found out when asked: with source maps that takes a while. */
  readonly line: () => number | null
}

/** Reads `import.meta` or CommonJS's `module`. Throws DEFINITION_INVALID for anything else. */
export function locateModule(meta: ModuleMeta): ModuleLocation {
  const given: unknown = meta
  if (typeof given === 'object' && given !== null) {
    if ('url' in given && typeof given.url === 'string' && given.url.startsWith('file:')) {
      const file = fileURLToPath(given.url)
      return { file, url: given.url, line: callingLine(file) }
    }
    if ('filename' in given && typeof given.filename === 'string') {
      const file = given.filename
      return { file, url: pathToFileURL(file).href, line: callingLine(file) }
    }
  }
  throw runlabError('DEFINITION_INVALID', {
    what: 'its first argument does not tell which file defines it',
    hint: 'Pass import.meta (in CommonJS: module).',
  })
}

/** The line in `file` from which the caller was called; source maps are applied where Node has them switched on. */
function callingLine(file: string): () => number | null {
  const here = new Error('for its stack')
  return () => {
    const frames = here.stack?.split('\n') ?? []
    const frame = frames.find((line) => line.includes(`${file}:`) || line.includes(`${pathToFileURL(file).href}:`))
    const line = frame?.match(/:(\d+):\d+\)?$/)?.[1]
    return line === undefined ? null : Number(line)
  }
}
