import { createRequire } from 'node:module'

/** Reads the version from our package.json, which lies above `src/runtime/loading/` as well as above `dist/`. */
function readVersion(): string {
  const require = createRequire(import.meta.url)
  for (const path of ['../package.json', '../../../package.json']) {
    try {
      const manifest: unknown = require(path)
      if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')) throw error
    }
  }
  return '0.0.0'
}

/** The version of this package. */
export const RUNLAB_VERSION = readVersion()
