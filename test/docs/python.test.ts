import { beforeAll, describe, expect, test } from 'vitest'
import { Project } from '../e2e/project.ts'
import { testTool } from '../support/test-tools.ts'
import { readPage } from './page.ts'

const page = readPage('docs/guide/12-from-python-r-duckdb.md')
const [, experiment = ''] = /^```ts complete\n(.*?)^```$/ms.exec(page) ?? []
const [, commands = ''] = /^```sh\n(.*?)^```$/ms.exec(page) ?? []
/** A program, and what the page says that it prints. */
const blocks = [...page.matchAll(/^```python\n(.*?)^```\n\n```\n(.*?)^```$/gms)].map(([, program = '', output = '']) => ({
  program,
  output,
  packages: ['polars', 'duckdb', 'pandas'].filter((name) => program.includes(`import ${name}`)),
}))
const project = new Project({ 'package.json': '{ "type": "module" }', 'decay.ts': experiment })

beforeAll(async () => {
  for (const line of commands.trim().split('\n')) {
    const args = [...line.replace('npx runlab ', '').matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
    // oxlint-disable-next-line no-await-in-loop -- as on the page, one after the other
    const { code, stderr } = await project.runlab(...args)
    if (code !== 0) throw new Error(`${line} gave ${code}:\n${stderr}`)
  }
})

test('the query in the guide answers as the page says', async () => {
  const [, sql = '', output] = /^\$ npx runlab query "([^"]*)"\n(.*?)^```$/ms.exec(page) ?? []
  expect((await project.runlab('query', sql)).stdout).toBe(output)
})

describe('Python in the guide', () => {
  test('is followed by what it prints', () => {
    expect(blocks).toHaveLength(page.split('```python').length - 1)
    expect(blocks.length).toBeGreaterThan(3)
  })

  for (const [index, { program, output, packages }] of blocks.entries())
    test(`prints what the page says: ${index + 1}, with ${packages.join()}`, async ({ skip }) => {
      const python = testTool('python/bin/python')
      if ('missing' in python) return skip(python.missing)
      for (const name of packages) {
        // oxlint-disable-next-line no-await-in-loop -- one package, as a rule
        const { code } = await project.spawn(python.program, ['-c', `import ${name}`])
        if (code !== 0) return skip(`needs ${name} in .cache/test-tools/python: remove it, npm run test:tools`)
      }
      const { stdout, stderr } = await project.spawn(python.program, ['-c', program])
      expect([stdout.trimEnd(), stderr]).toEqual([output.trimEnd(), ''])
    })
})
