// Seals the journal of a run, to be killed meanwhile. argv: the run's folder, and "hold" to wait for the kill in the middle of it.
// Says when it begins, when it waits, and when it has ended.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const [, , run = '', what] = process.argv
const { renameSync, writeSync } = fs

/** Waits before the sealed file gets its name: what is in it is written, and nothing says so. */
function holdBeforeRename(): void {
  fs.renameSync = (from, to) => {
    if (String(to).endsWith('series.parquet')) {
      writeSync(1, 'holds\n')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) // for ever
    }
    renameSync(from, to)
  }
  syncBuiltinESMExports()
}

if (what === 'hold') holdBeforeRename()
const { sealTracked } = await import('../../../../src/tracking/sealing/seal.ts')
await import('../../../../src/tracking/sealing/compact.ts')
writeSync(1, 'begins\n')
await sealTracked(run, 'runlab test')
writeSync(1, 'ends\n')
