import { cpSync, readFileSync, readdirSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { Project, REGISTER } from '../e2e/project.ts'
import type { Outcome } from '../e2e/project.ts'
import { readPage } from './page.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const guide = readdirSync(join(root, 'docs/guide')).map((name) => `docs/guide/${name}`)
const pages = ['README.md', 'docs/reference/api.md', ...guide.filter((name) => name.endsWith('.md'))]

/** The set-up that the README gives to users, as it stands there: what it compiles, compiles for them. */
const [, tsconfig = ''] = /^```json tsconfig\n(.*?)^```$/ms.exec(readPage('README.md')) ?? []

/** A block of TypeScript: `ts complete` is a whole file, `ts complete run` is one that can be executed. */
interface Block {
  readonly page: string
  /** Its name in the project, from the comment in its first line where it has one. */
  readonly file: string
  readonly text: string
  readonly runs: boolean
}

function blocksOf(page: string): Block[] {
  const folder = dirname(page) // pages of one folder go on from one another
  const fences = [...readPage(page).matchAll(/^```ts complete( run)?\n(.*?)^```$/gms)]
  return fences.map(([, run, text = ''], index) => {
    const named = /^\/\/ (\w+\.ts)\n/.exec(text)?.[1]
    return { page, file: join(folder, named ?? `${basename(page)}_${index + 1}.ts`), text, runs: run !== undefined }
  })
}

/** Lines between what the blocks say on standard error. */
const BEGINS = '––– begins: '
const ENDS = '––– ends'

const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => join('examples', path))
const blocks = pages.flatMap(blocksOf)
const project = new Project({
  'package.json': '{ "type": "module" }',
  'tsconfig.json': tsconfig,
  // Archived code, which is not the user's to check.
  'results/old/code/experiment.ts': 'const wrong: string = 1',
  ...Object.fromEntries(examples.map((path) => [path, readFileSync(join(root, path), 'utf8')])),
  ...Object.fromEntries(blocks.map(({ file, text }) => [file, text])),
})
const runnable = blocks.filter(({ runs }) => runs)

/** Runs one file after the other in one process, and says on standard error where each begins and ends. */
const ALL = `import { inspect } from 'node:util'
for (const [file, isProgram] of ${JSON.stringify(runnable.map(({ file, text }) => [file, text.includes('experiment.runIfMain()')]))}) {
  console.error(${JSON.stringify(BEGINS)} + file)
  try {
    const { experiment } = await import('./' + file)
    if (isProgram) await experiment.run()
    console.error(${JSON.stringify(ENDS)})
  } catch (error) {
    console.error(inspect(error))
  }
}
`
project.write('all.mjs', ALL)
cpSync(join(root, 'examples/data'), project.path('examples/data'), { recursive: true })
for (const name of ['@types', '@duckdb', '@observablehq', 'linkedom']) {
  symlinkSync(join(root, 'node_modules', name), project.path(join('node_modules', name)))
}

describe('TypeScript in the documentation', () => {
  test.each(['README.md', 'docs/reference/api.md', 'docs/guide/01-first-experiment.md'])('%s has whole files', (page) => {
    expect(blocks.filter((block) => block.page === page && block.runs)).not.toEqual([])
  })

  test('has a name of its own for every block', () => {
    expect(new Set(blocks.map(({ file }) => file)).size).toBe(blocks.length)
  })

  test.each(pages)('%s has no fragments, which nothing would check', (page) => {
    expect(readPage(page).match(/^```(?:ts|typescript)(?! complete).*$/gm)).toBeNull()
  })

  test('has one set-up, in README and guide', () => {
    expect(tsconfig).not.toBe('')
    expect(readPage('docs/guide/01-first-experiment.md')).toContain(`\`\`\`json tsconfig\n${tsconfig}\`\`\``)
  })

  test('compiles against the package with that set-up, and so do the examples', async () => {
    const tsc = join(root, 'node_modules/.bin/tsc')
    const { stdout } = await project.spawn(tsc, ['-p', 'tsconfig.json', '--pretty', 'false', '--listFiles'])
    const lines = stdout.split('\n').filter((line) => line !== '')
    expect(lines.filter((line) => line.includes('error TS'))).toEqual([])
    const checked = [...examples, ...blocks.map(({ file }) => file)]
    expect(checked.filter((file) => !lines.includes(project.path(file)))).toEqual([])
  })

  let all: Promise<Outcome> | undefined

  test.each(runnable.map(({ file, page }) => [page, file]))('%s: %s runs', async (_page, file) => {
    all ??= project.node('--import', REGISTER, 'all.mjs')
    const { code, stderr } = await all
    const said = stderr.split(BEGINS).find((text) => text.startsWith(`${file}\n`)) ?? ''
    expect({ code, errors: said.match(/^.*error.*$/gim), ends: said.trimEnd().endsWith(ENDS) }).toEqual({
      code: 0,
      errors: null,
      ends: true,
    })
  })
})
