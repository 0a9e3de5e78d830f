import { basename, extname } from 'node:path'
import type { LayerKind } from '../format/lineage.ts'
import type { ModuleLocation } from './module-location.ts'

/** One of the layers that an experiment is made of. Immutable. */
export interface SpecificationLayer {
  readonly kind: Extract<LayerKind, 'experiment' | 'extension' | 'mixin' | 'config'>
  readonly location: ModuleLocation
  /** Of a mixin: the layer that includes it, by its place; undefined for `--include`. */
  readonly by?: number
  /** In place of its doc comment. */
  readonly description: string | null
}

/** How a layer is called in errors: `the mixin notify.ts`. */
export function layerName({ kind, location }: Pick<SpecificationLayer, 'kind' | 'location'>): string {
  return `the ${kind} ${basename(location.file)}`
}

/** `stop_words` of `/somewhere/stop_words.ts`. */
export function stemOf(file: string): string {
  const name = basename(file, extname(file))
  return name.replace(/\.mixin$/, '')
}
