// What some tests need and npm cannot give with the rest, into .cache/test-tools: Node 22 and 24, a Python with pyarrow, pandas, polars and duckdb,
// and one with Jupyter, beside Deno.
// `npm run test:tools`, or `-- NAME …` for some of them; what is there stays. Without them those tests are skipped, and `npm test` says so.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../.cache/test-tools/', import.meta.url))

const TOOLS = {
  'node-22': (folder) => run('npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', 'node@22'),
  'node-24': (folder) => run('npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', 'node@24'),
  python: (folder) => installPython(folder, 'pyarrow==22.0.0', 'pandas==2.3.3', 'polars==2.1.0', 'duckdb==2.0.1'),
  notebook: (folder) =>
    installPython(folder, 'nbconvert==7.17.2', 'ipykernel==7.4.0') &&
    run('npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', 'deno@2'),
}

function installPython(folder, ...packages) {
  const pip = ['-m', 'pip', 'install', '--quiet', '--only-binary', ':all:']
  return run('python3', '-m', 'venv', folder) && run(join(folder, 'bin/python'), ...pip, ...packages)
}

function run(program, ...args) {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (error) console.error(String(error))
  return status === 0
}

const asked = process.argv.slice(2)
for (const [name, install] of Object.entries(TOOLS)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const folder = join(root, name)
  if (existsSync(folder)) continue
  const fresh = `${folder}.${process.pid}` // so that what was interrupted is not taken for whole
  mkdirSync(dirname(fresh), { recursive: true })
  if (install(fresh)) renameSync(fresh, folder)
  else {
    rmSync(fresh, { recursive: true, force: true })
    process.exitCode = 1
  }
  console.log(`${name}: ${existsSync(folder) ? 'installed' : 'could not be installed'}`)
}
