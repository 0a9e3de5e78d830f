// Draws the pictures of docs/guide/10-many-runs.md anew: runs the programs of that page, and its command. Build before.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/guide/10-many-runs.md'), 'utf8')
const pictures = join(root, 'docs/guide/pictures')
const project = mkdtempSync(join(tmpdir(), 'runlab-guide-'))

try {
  mkdirSync(join(project, 'node_modules'))
  symlinkSync(root, join(project, 'node_modules/runlab'))
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  for (const name of ['magnet.ts', 'grid.ts']) {
    const [, code = ''] = new RegExp(`\`\`\`ts [^\\n]*\\n(// ${name}\\n[^]*?)\`\`\``).exec(page) ?? []
    writeFileSync(join(project, name), code)
  }
  const node = (...args) => execFileSync(process.execPath, args, { cwd: project, stdio: ['ignore', 'inherit', 'inherit'] })
  node('--import', 'runlab/register', 'grid.ts')
  node(join(root, 'dist/bin.cjs'), 'plot', 'magnetisation', '--paper', '-o', 'magnetisation.svg')
  mkdirSync(pictures, { recursive: true })
  writeFileSync(join(pictures, 'magnetisation.svg'), readFileSync(join(project, 'magnetisation.svg')))
} finally {
  rmSync(project, { recursive: true, force: true })
}
