import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { runlabError } from '../../errors.ts'
import { isMixin } from '../../experiment/mixin.ts'
import type { MixinSpecification } from '../../experiment/mixin-specification.ts'
import { nearest } from '../../internal/nearest.ts'
import { exportsOf } from './exports-of.ts'
import { loadModule } from './load-module.ts'
import { nearestPath } from './nearest-path.ts'
import { splitName } from './split-name.ts'

/** A file that exports a mixin, and the name it exports it by; null where it is the only one. */
export interface MixinFile {
  readonly file: string
  readonly name: string | null
}

/**
 * Loads the mixins of files, `#name` behind the path where a file exports several; paths are relative to `cwd`.
 * Throws FILE_NOT_FOUND, LOAD_FAILED, MIXIN_NOT_FOUND.
 */
export async function loadMixins(paths: readonly string[], cwd: string): Promise<readonly MixinSpecification[]> {
  const mixins: MixinSpecification[] = []
  for (const written of paths) {
    const { path: file, name } = splitName(written, cwd)
    mixins.push(await loadMixin({ file, name }, cwd))
  }
  return mixins
}

/** Throws as `loadMixins`. */
export async function loadMixin({ file, name }: MixinFile, cwd: string): Promise<MixinSpecification> {
  const shown = relative(cwd, file) || file
  if (!existsSync(file)) {
    throw runlabError('FILE_NOT_FOUND', { file: shown, suggestion: nearestPath(file, shown) })
  }
  return pickMixin(await loadModule(file, cwd), name, shown)
}

function pickMixin(module: unknown, name: string | null, file: string): MixinSpecification {
  const found = exportedMixins(module)
  const names = [...found.keys()]
  const only = new Set(found.values()).size === 1 ? [...found.values()][0] : undefined
  const picked = name === null ? (found.get('default') ?? only) : found.get(name)
  if (picked !== undefined) return picked
  throw runlabError('MIXIN_NOT_FOUND', { file, name, names, suggestion: name === null ? null : nearest(name, names) })
}

/** A module's mixins by export name. */
export function exportedMixins(module: unknown): Map<string, MixinSpecification> {
  return exportsOf(module, isMixin)
}
