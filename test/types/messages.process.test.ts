import { symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Project } from '../e2e/project.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const compilerOptions = { target: 'es2023', module: 'nodenext', types: ['node'], strict: true, noEmit: true, skipLibCheck: true }

/** The errors of a program, the head of each and what is below it. */
async function errorsOf(text: string): Promise<readonly (readonly string[])[]> {
  const project = new Project({
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({ compilerOptions }),
    'program.ts': text,
  })
  symlinkSync(join(ROOT, 'node_modules/@types'), project.path('node_modules/@types'))
  const { stdout } = await project.spawn(join(ROOT, 'node_modules/.bin/tsc'), ['--pretty', 'false'])
  return stdout
    .split(/^program\.ts/m)
    .filter((error) => error !== '')
    .map((error) => error.trim().split(/\n\s+/))
}

test('a hook whose result is of the wrong type: the error is one line about that', async () => {
  const errors = await errorsOf(`
import { defineExperiment } from 'runlab'
const base = defineExperiment(import.meta, {
  parameters: { numWords: 50, sizes: [1, 2] },
  derived: { total: (p) => p.numWords * 2 },
  hooks: { score: async (e) => e.params.numWords, filterWords: (_e, words: string[]) => words },
  async run(e) { await e.call('score') },
})
base.extend(import.meta, { implement: { score: () => 'high' } })
base.extend(import.meta, { implement: { filterWords: (e, words) => words.length * e.params.total } })
base.extend(import.meta, { implement: { score: { wrap: async (previous) => String(await previous()) } } })
base.extend(import.meta, { implement: { score: () => {} } })
`)
  expect(errors.map((error) => error.length)).toEqual([1, 1, 1, 1])
  const [score = '', filterWords = '', wrapped = '', forgotten = ''] = errors.flat()
  expect(score).toMatch(/: Type '\(\) => string' is not assignable to type 'HookReturns<number>'\.$/)
  // Of the run's type the parameters as they are, not the types that they were made of.
  expect(filterWords).toMatch(
    /: Type '\(e: Run<\{ numWords: number; sizes: readonly number\[\]; total: number; \}, .* => number' is not assignable to type 'HookReturns<string\[\]>'\.$/,
  )
  expect(filterWords.length).toBeLessThan(400)
  expect(wrapped).toMatch(/Promise<string>' is not assignable to type 'HookReturns<number>'\.$/)
  expect(forgotten).toMatch(/: Type '\(\) => void' is not assignable to type 'HookReturns<number>'\.$/)
})
