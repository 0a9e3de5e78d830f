// Draws the pictures of docs/guide/10-many-runs.md and 14-meta-analysis.md anew: runs the programs of these pages, and the command of the
// first. Build before.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const pictures = join(root, 'docs/guide/pictures')
const project = mkdtempSync(join(tmpdir(), 'runlab-guide-'))

/** Writes programs of a page into a folder of the project. */
function write(page, folder, names) {
  const text = readFileSync(join(root, 'docs/guide', page), 'utf8')
  mkdirSync(join(project, folder), { recursive: true })
  for (const name of names) {
    const [, code = ''] = new RegExp(`\`\`\`ts [^\\n]*\\n(// ${name}\\n[^]*?)\`\`\``).exec(text) ?? []
    writeFileSync(join(project, folder, name), code)
  }
}

const node = (...args) => execFileSync(process.execPath, args, { cwd: project, stdio: ['ignore', 'inherit', 'inherit'] })
const keep = (from, to) => writeFileSync(join(pictures, to), readFileSync(join(project, from)))

try {
  mkdirSync(join(project, 'node_modules'))
  for (const name of ['runlab', '@observablehq', 'linkedom'])
    symlinkSync(name === 'runlab' ? root : join(root, 'node_modules', name), join(project, 'node_modules', name))
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  mkdirSync(pictures, { recursive: true })

  write('10-many-runs.md', '.', ['magnet.ts', 'grid.ts'])
  node('--import', 'runlab/register', 'grid.ts')
  node(join(root, 'dist/bin.cjs'), 'plot', 'magnetisation', '--paper', '-o', 'magnetisation.svg')
  keep('magnetisation.svg', 'magnetisation.svg')

  cpSync(join(root, 'examples'), join(project, 'examples'), { recursive: true })
  const programs = ['penguins_grid.ts', 'penguins_meta.ts']
  write('14-meta-analysis.md', 'docs/guide', programs)
  for (const name of programs) node('--import', 'runlab/register', `docs/guide/${name}`)
  const [study] = readdirSync(join(project, 'results/docs/guide/penguins_meta'))
  keep(`results/docs/guide/penguins_meta/${study}/accuracy.svg`, 'penguins.svg')
} finally {
  rmSync(project, { recursive: true, force: true })
}
