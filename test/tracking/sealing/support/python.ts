import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const PACKAGES = ['pyarrow==22.0.0', 'pandas==2.3.3']
const cache = join(import.meta.dirname, '../../../../.cache/python-parquet')

/** A Python that has pyarrow and pandas, installed into the repository's cache; or why there is none. */
export async function installPython(): Promise<{ readonly python: string } | { readonly missing: string }> {
  const folder = join(cache, PACKAGES.join('_'))
  const python = join(folder, 'bin/python')
  if (existsSync(python)) return { python }
  const fresh = join(cache, `fresh.${process.pid}`)
  mkdirSync(cache, { recursive: true })
  try {
    await run('python3', ['-m', 'venv', fresh])
    await run(join(fresh, 'bin/python'), [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--only-binary',
      ':all:',
      '--retries',
      '1',
      ...PACKAGES,
    ])
    rmSync(folder, { recursive: true, force: true })
    renameSync(fresh, folder)
    return { python }
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    const lines = (error instanceof Error ? error.message : String(error)).trim().split('\n')
    return { missing: `reads with pyarrow and pandas, which python3 could not install: ${lines.at(-1)}` }
  }
}
