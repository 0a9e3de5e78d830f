import fs, { cpSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { replaceFs } from '../../../support/replace-fs.ts'

const CHANGING = [
  'openSync',
  'writeFileSync',
  'writeSync',
  'writevSync',
  'renameSync',
  'rmSync',
  'mkdirSync',
  'unlinkSync',
] as const

/**
 * Copies a run's folder before each change of a file that `work` makes, and after the last one: what a kill at that moment
 * leaves. States that are the same are copied once. Returns the copies, in their order.
 */
export async function photograph(run: string, photos: string, work: () => Promise<unknown>): Promise<readonly string[]> {
  const taken = new Map<string, string>()
  let isWorking = true
  const take = (): void => {
    if (!isWorking) return
    isWorking = false // looking and copying open files as well
    const state = digestOf(run)
    const photo = join(photos, String(taken.size))
    if (!taken.has(state)) {
      cpSync(run, photo, { recursive: true })
      taken.set(state, photo)
    }
    isWorking = true
  }
  replaceFs(Object.fromEntries(CHANGING.map((name) => [name, told(name, take)])))
  await work()
  take()
  isWorking = false
  return [...taken.values()]
}

/** The function of the file system, which calls `take` before it changes anything. */
function told(name: (typeof CHANGING)[number], take: () => void): unknown {
  const original = fs[name] as (...args: unknown[]) => unknown
  return (...args: unknown[]): unknown => {
    const isChange = name !== 'openSync' || (args[1] !== undefined && args[1] !== 'r')
    if (isChange) take()
    return original.apply(fs, args)
  }
}

function digestOf(folder: string): string {
  const hash = createHash('sha1')
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const path = join(folder, name)
    hash.update(`${name}\0`)
    if (statSync(path).isFile()) hash.update(readFileSync(path))
  }
  return hash.digest('hex')
}
