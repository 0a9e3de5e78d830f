import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EXAMPLES, ROOT, archive, callersOf, otherRun, plainRun, storyOf, testThatEachRuns } from './run-example.ts'
import { isAboutPenguins } from './about-penguins.ts'

testThatEachRuns(EXAMPLES.filter(isAboutPenguins))

describe('02_penguins', () => {
  test('learns the species from the measurements', async () => {
    const { run } = await plainRun('02_penguins.ts')
    expect(run.get('sizes')).toEqual({ train: 239, test: 103 })
    expect(run.get('metrics/accuracy/test')).toBeGreaterThan(0.95)
    const confusion = run.get('metrics/confusion') as number[][]
    expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(103)
    const lines = (await run.artifacts.get('predictions.csv').text()).trim().split('\n')
    expect(lines).toHaveLength(104)
    expect(run.inputs.map(({ parameter, path, size }) => ({ parameter, path, size }))).toEqual([
      { parameter: 'dataset', path: './data/penguins.csv', size: 13516 },
    ])
  })

  test('tracks how it learns', async () => {
    const { run } = await plainRun('02_penguins.ts')
    const loss = run.series('loss')
    expect([...loss.steps]).toEqual(Array.from({ length: 12 }, (_, epoch) => epoch))
    expect(loss.values.at(-1)).toBe(run.get('metrics/loss'))
    expect(loss.values[0]).toBeGreaterThan(loss.values[11] ?? 1)
    expect(run.series('accuracy', { context: { split: 'test' } }).summary.last).toBe(run.get('metrics/accuracy/test'))
    expect(Array.from(run.series('weights'), ({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, epoch) => epoch))
  })

  test('learns less in one epoch with a small step', async () => {
    const { run } = await otherRun('02_penguins.ts', ['--epochs', '1', '--learning-rate', '1e-3'])
    expect(run.get('metrics/loss')).toBeCloseTo(Math.log(3), 5)
  })
})

describe('05_inheritance', () => {
  test('derives from the penguins: values made of those that they had, and one step done otherwise', async () => {
    const { run } = await plainRun('05_inheritance.ts')
    expect(run.params).toMatchObject({ learningRate: 2, epochs: 12, testShare: 0.3, measured: 'bill' })
    expect(storyOf(run, 'learningRate')).toEqual(['declared 0.5 in 02_penguins', 'inherited 2 in 05_inheritance'])
    expect(storyOf(run, 'epochs')).toEqual([
      'declared 200 in 02_penguins',
      'inherited 100 in 05_inheritance',
      'set 12 in command line',
    ])
    expect(callersOf(run, 'prepareFeatures')).toEqual(['default of 02_penguins, replaced', 'replace of 05_inheritance'])
    const model = (await run.artifacts.get('model.json').json()) as { weights: number[][] }
    expect(model.weights.map((weights) => weights.length)).toEqual([2, 2, 2])
  })

  test('finds that the bill tells more than the body', async () => {
    const bill = await plainRun('05_inheritance.ts')
    const body = await otherRun('05_inheritance.ts', ['--measured', 'body', '--epochs', '12'])
    expect(bill.run.get('metrics/accuracy/test')).toBeGreaterThan(0.95)
    expect(body.run.get('metrics/accuracy/test')).toBeLessThan(0.85)
    expect(storyOf(body.run, 'measured').at(-1)).toBe('set body in command line')
  })
})

describe('08_config.yml', () => {
  test('takes variables of the environment, else what stands there', async () => {
    const plain = await plainRun('08_config.yml')
    expect(plain.run.params).toMatchObject({ measured: 'body', learningRate: 2 })
    expect(storyOf(plain.run, 'epochs')).toContain('set 50 in 08_config')
    expect(plain.run.meta.description).toContain('by their bodies')
    const data = mkdtempSync(join(archive, 'data-'))
    copyFileSync(join(ROOT, 'examples/data/penguins.csv'), join(data, 'penguins.csv'))
    const { run } = await otherRun('08_config.yml', [], { PENGUINS: data, EPOCHS: '3' })
    expect(run.params).toMatchObject({ epochs: 3 })
    expect(run.inputs[0]?.path).toBe(`${data}/penguins.csv`)
    expect(run.series('loss')).toHaveLength(3)
  })

  test('remembers who changed what, through three files and a mixin', async () => {
    const { run } = await plainRun('08_config.yml')
    expect(run.lineage?.layers.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'experiment 02_penguins',
      'extension 05_inheritance',
      'mixin diary',
      'config 08_config',
      'command line command line',
    ])
    expect(storyOf(run, 'epochs')).toEqual([
      'declared 200 in 02_penguins',
      'inherited 100 in 05_inheritance',
      'set 50 in 08_config',
      'set 2 in command line',
    ])
    expect(readFileSync(join(archive, 'diary.md'), 'utf8')).toContain(`${run.name}/report.html`)
  })
})
