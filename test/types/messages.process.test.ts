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

test('a hook whose result is of the wrong type: the error begins with both types, and ends with them', async () => {
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
`)
  expect(errors).toHaveLength(2)
  const [score = [], filterWords = []] = errors
  expect(score[0]).toContain("Type '() => string' is not assignable to type 'Returning<number, [], Run<{ numWords: number; ")
  expect(score.at(-1)).toBe("Type 'string' is not assignable to type 'number | Promise<number>'.")
  // As the parameters are, not as the types that they were made of.
  expect(filterWords[0]).toContain('(e: Run<{ numWords: number; sizes: readonly number[]; total: number; }, ')
  expect(filterWords.join()).not.toMatch(/MixedIn|ValuesOf|ExtendedValues/)
  expect(filterWords.at(-1)).toBe("Type 'number' is not assignable to type 'string[] | Promise<string[]>'.")
})
