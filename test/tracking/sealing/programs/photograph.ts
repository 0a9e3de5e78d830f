// Merges pages of a journal, where some are named, and seals it, and copies the run's folder before each change of a file: what a kill at that moment leaves.
// argv: the run's folder, the folder of the copies, names of segments.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'

const [, , run = '', photos = '', ...names] = process.argv
const { cpSync, mkdirSync } = fs
let count = 0
let isCopying = false

function photograph(): void {
  if (isCopying) return
  isCopying = true // copying changes files as well
  cpSync(run, join(photos, String(count++)), { recursive: true })
  isCopying = false
}

mkdirSync(photos)
const changing = [
  'openSync',
  'writeFileSync',
  'writeSync',
  'writevSync',
  'renameSync',
  'rmSync',
  'mkdirSync',
  'unlinkSync',
] as const
for (const name of changing) {
  const original = fs[name] as (...args: unknown[]) => unknown
  const isChange = (flags: unknown): boolean => name !== 'openSync' || (flags !== undefined && flags !== 'r')
  Object.assign(fs, {
    [name]: (...args: unknown[]): unknown => {
      if (isChange(args[1])) photograph()
      return original.apply(fs, args)
    },
  })
}
syncBuiltinESMExports()
const { sealTracked } = await import('../../../../src/tracking/sealing/seal.ts')
const { mergePages } = await import('../../../../src/tracking/sealing/merge-pages.ts')
if (names.length > 0) await mergePages({ folder: join(run, '.runlab/tracking'), names, type: 'points' })
await sealTracked(run, 'runlab test')
photograph()
console.log(count)
