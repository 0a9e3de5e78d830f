import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { RunReader } from '../../src/index.ts'
import { isAboutPenguins } from './about-penguins.ts'
import {
  EXAMPLES,
  ROOT,
  archive,
  callersOf,
  otherRun,
  plainRun,
  printedBy,
  storyOf,
  sweepOf,
  testThatEachRuns,
} from './run-example.ts'
import type { ExampleRun } from './run-example.ts'

testThatEachRuns(EXAMPLES.filter((name) => !isAboutPenguins(name)))

const fewDarts = async (): Promise<ExampleRun> =>
  await otherRun('01_quickstart.ts', ['--include', 'examples/lib/diary.mixin.ts', '--noted', 'pi', '--darts', '50'])
const warmMagnet = async (): Promise<ExampleRun> => await otherRun('07_mixin.ts', ['--temperature', '3', '--sweeps', '300'])

describe('01_quickstart', () => {
  test('comes near to π, and nearer with more darts', async () => {
    const few = await fewDarts()
    const many = await plainRun('01_quickstart.ts')
    expect(many.run.get('error')).toBeLessThan(0.01)
    expect(few.run.get('error')).toBeGreaterThan(many.run.get('error') as number)
  })
})

describe('06_hooks', () => {
  test('one step is replaced, and another one goes around it', async () => {
    const { run, stdout } = await plainRun('06_hooks.ts')
    expect(callersOf(run, 'placePair')).toEqual([
      'default of 06_hooks#random, replaced',
      'replace of 06_hooks#even',
      'wrap of 06_hooks',
    ])
    expect(callersOf(run, 'afterRun')).toEqual(['default of 06_hooks#random', 'append of 06_hooks'])
    expect(stdout).toMatch(/mean distance 0\.521\d+, off by .*\nrandom points are off by about 0\.0019/)
  })

  test('points that are spread evenly come ten times as near with as many pairs', async () => {
    const printed = await printedBy(`
      import { random, even, experiment } from ${JSON.stringify(pathToFileURL(join(ROOT, 'examples/06_hooks.ts')).href)}
      const options = { results: ${JSON.stringify(archive)}, visuals: false, system: false }
      const errorsOf = async (one, seeds) => {
        const runs = await Promise.all(seeds.map((seed) => one.run({ ...options, seed })))
        return runs.map((run) => run.get('error'))
      }
      const errors = { random: await errorsOf(random, [1, 2]), even: await errorsOf(even, [1, 2]), moved: await errorsOf(experiment, [1, 2]) }
      console.log('ERRORS' + JSON.stringify(errors))
    `)
    const errors = JSON.parse(printed.split('ERRORS')[1] ?? '') as Record<'random' | 'even' | 'moved', number[]>
    const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)
    expect(sumOf(errors.random)).toBeGreaterThan(10 * sumOf(errors.moved))
    expect(new Set(errors.moved).size).toBe(2)
    expect(errors.even).toHaveLength(2)
    expect(new Set(errors.even).size).toBe(1) // the same in every run
    expect(errors.even[0]).toBeLessThan(1e-5)
  })
})

describe('07_mixin', () => {
  const diary = (): string[] => readFileSync(join(archive, 'diary.md'), 'utf8').trim().split('\n')

  test('the magnet breaks down where Onsager says', async () => {
    const cold = await plainRun('07_mixin.ts') // at a temperature of 2
    const warm = await warmMagnet()
    expect(cold.run.get('onsager')).toBeCloseTo(0.9113, 4)
    expect(cold.run.get('magnetisation')).toBeCloseTo(0.9113, 2)
    expect(warm.run.get('onsager')).toBe(0)
    expect(warm.run.get('magnetisation')).toBeLessThan(0.02)
  })

  test('every run has a line in the diary, also that of another experiment that is told to', async () => {
    const magnet = await warmMagnet()
    const darts = await fewDarts()
    const linkOf = ({ namespace, name }: RunReader): string => `[${namespace}](${namespace}/${name}/report.html)`
    const found = Number((magnet.run.get('magnetisation') as number).toPrecision(4))
    const lines = [
      `- ${linkOf(magnet.run)} temperature 3 sweeps 300 seed 1 → magnetisation ${found} onsager 0 done`,
      `- ${linkOf(darts.run)} darts 50 seed 1 → pi ${Number((darts.run.get('pi') as number).toPrecision(4))} done`,
    ]
    expect(
      diary()
        .filter((line) => lines.includes(line))
        .toSorted(),
    ).toEqual(lines.toSorted())
    expect(storyOf(magnet.run, 'noted')).toEqual(['declared  in diary', 'declared magnetisation,onsager in 07_mixin'])
    expect(callersOf(darts.run, 'afterRun')).toEqual(['append of diary'])
    expect(darts.run.lineage?.layers.map(({ kind }) => kind)).toEqual(['experiment', 'mixin', 'command line'])
  })
})

describe('09_many_runs', () => {
  test('ends in a table and a figure over its runs, and finds that neither small nor large steps are best', async () => {
    const { run, stdout } = await plainRun('09_many_runs.ts')
    expect(stdout).toContain('| rate | n | distance')
    const distances = run.get('distance') as Readonly<Record<string, number>>
    expect(Object.keys(distances)).toEqual(['0.02', '0.1', '0.4'])
    expect(Math.min(...Object.values(distances))).toBe(distances['0.1'])
    expect(await run.artifacts.get('table.tex').text()).toContain('\\toprule')
    const pdf = await run.artifacts.get('distance.pdf').bytes()
    expect(Buffer.from(pdf).toString('latin1')).toMatch(/^%PDF[^]*\/MediaBox \[0 0 240\.94/)
  })
})

describe('10_sweep', () => {
  test('finds how a swing is pushed: by twenty trials, the first of which is what one would do', async () => {
    const dry = await sweepOf('10_sweep.ts', ['--dry-run', '--sweep-seed', '1'])
    expect(dry).toContain('20 trials by tpe, each with 2 seeds: 40 runs; maximize data.gain')
    expect(dry).toMatch(/\n +0 +0\.34 +10 +steady +–\n/)
    const { run } = await plainRun('10_sweep.ts')
    expect(run.get('gain')).toBeGreaterThan(0)
  })
})
