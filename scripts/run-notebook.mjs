// node scripts/run-notebook.mjs NOTEBOOK: executes a notebook of `runlab new analysis --notebook` by the kernel of Deno, as JupyterLab
// would, into NAME.executed.ipynb. Jupyter and Deno are those of `npm run test:tools`; its project needs runlab in its package.json.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const tools = fileURLToPath(new URL('../.cache/test-tools/notebook/', import.meta.url))
const notebook = resolve(process.argv[2] ?? 'analysis.ipynb')
// What `deno jupyter --install` writes for all of a user's notebooks.
const kernel = join(tools, 'share/jupyter/kernels/deno')
mkdirSync(kernel, { recursive: true })
const deno = join(tools, 'node_modules/.bin/deno')
const spec = { argv: [deno, 'jupyter', '--kernel', '--conn', '{connection_file}'], display_name: 'Deno', language: 'typescript' }
writeFileSync(join(kernel, 'kernel.json'), JSON.stringify(spec))
const output = basename(notebook).replace(/\.ipynb$/, '.executed.ipynb')
const words = ['-m', 'nbconvert', '--to', 'notebook', '--execute', notebook, '--output', output]
const { status, error } = spawnSync(join(tools, 'bin/python'), words, { stdio: 'inherit' })
if (error) console.error(`${error.message}: npm run test:tools installs it`)
process.exitCode = status ?? 1
