import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FILES } from '../../format/files.ts'
import type { RunMeta } from '../../format/meta.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import type { Warn } from './warn.ts'
import type { PreparedRun } from '../life/prepare-run.ts'
import { packageFile } from '../loading/package-files.ts'
import type { RunTracking } from './run-tracking.ts'

const require = createRequire(import.meta.url)

/**
 * What a run tracks, from its first point on: before that nothing of it is loaded, which takes 30 ms. Loading is synchronous,
 * since `e.track` is: Node requires ES modules.
 */
export class LazyTracking {
  readonly #prepared: PreparedRun
  readonly #warn: Warn
  #tracking: RunTracking | undefined

  constructor(prepared: PreparedRun, warn: Warn) {
    this.#prepared = prepared
    this.#warn = warn
  }

  open(): RunTracking {
    if (this.#tracking !== undefined) return this.#tracking
    const module: { readonly RunTracking: typeof RunTracking } = require(fileURLToPath(packageFile('run-tracking')))
    this.#tracking = new module.RunTracking(this.#prepared, this.#warn)
    return this.#tracking
  }

  /** Whether anything was tracked, once it is sealed also by others. */
  get isUsed(): boolean {
    return this.#tracking !== undefined
  }

  get meta(): Pick<RunMeta, '__track__' | 'refused' | 'lost_points'> {
    return this.#tracking?.meta ?? { __track__: [], refused: [], lost_points: 0 }
  }

  get counts(): { readonly series: number; readonly points: number } {
    return this.#tracking?.counts ?? { series: 0, points: 0 }
  }

  settle(): void {
    this.#tracking?.settle()
  }

  /** Seals what was tracked, also where only other processes have. */
  async seal(): Promise<void> {
    const isThere = this.#tracking !== undefined || statIfThere(join(this.#prepared.folder, FILES.tracking)) !== undefined
    if (isThere) await this.open().seal()
  }

  /** Whether it was done, and the record says more than before. */
  sealNow(milliseconds: number): boolean {
    return this.#tracking?.sealNow(milliseconds) ?? false
  }
}
