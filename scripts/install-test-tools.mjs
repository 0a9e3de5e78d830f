// What some tests need and npm cannot give with the rest, into .cache/test-tools: Node 22 and 24, a Python with pyarrow, pandas, polars and duckdb,
// and one with Jupyter, beside Deno.
// `npm run test:tools`, or `-- NAME …` for some of them; what is there stays. Without them those tests are skipped, and `npm test` says so.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../.cache/test-tools/', import.meta.url))

const TOOLS = {
  'node-22': (folder) => run('npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', 'node@22'),
  'node-24': (folder) => run('npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', 'node@24'),
  python: (folder) => installPython(folder, 'pyarrow==22.0.0', 'pandas==2.3.3', 'polars==2.1.0', 'duckdb==2.0.1'),
  notebook: async (folder) =>
    (await installPython(folder, 'nbconvert==7.17.2', 'ipykernel==7.4.0')) &&
    (await run('npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', 'deno@2')),
}

async function installPython(folder, ...packages) {
  // What is compiled ahead is more than the tests ever import.
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-compile', '--only-binary', ':all:']
  return (await run('python3', '-m', 'venv', folder)) && (await run(join(folder, 'bin/python'), ...pip, ...packages))
}

async function run(program, ...args) {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  return await new Promise((resolve) => {
    child.once('close', (code) => resolve(code === 0))
    child.once('error', (error) => {
      console.error(String(error))
      resolve(false)
    })
  })
}

async function install(name, fill) {
  const folder = join(root, name)
  if (existsSync(folder)) return
  const fresh = `${folder}.${process.pid}` // so that what was interrupted is not taken for whole
  mkdirSync(dirname(fresh), { recursive: true })
  if (await fill(fresh)) renameSync(fresh, folder)
  else {
    rmSync(fresh, { recursive: true, force: true })
    process.exitCode = 1
  }
  console.log(`${name}: ${existsSync(folder) ? 'installed' : 'could not be installed'}`)
}

const asked = process.argv.slice(2)
// At once: each waits for its registry most of the time.
await Promise.all(
  Object.entries(TOOLS)
    .filter(([name]) => asked.length === 0 || asked.includes(name))
    .map(async ([name, fill]) => await install(name, fill)),
)
