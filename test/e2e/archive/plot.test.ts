import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { Project, REGISTER } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'ising.ts': `import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { temperature: param.number(2.1, { unit: 'K' }), size: 8 },
  visuals: { loss: { unit: 'nats', step: 'sweep' } },
  run(e) {
    for (let i = 1; i <= 20; i++) e.track('loss', e.seed + 1 / i)
    if (e.seed === 2 && e.params.temperature > 2) throw new RangeError('too hot')
    e.set('magnetisation', 1 / e.params.temperature + e.seed / 100)
  },
})
`,
  'grid.ts': `import { experiment } from './ising.ts'
for (const temperature of [1.5, 2.5])
  for (const seed of [1, 2, 3])
    await experiment.run({ parameters: { temperature }, seed, name: 't' + temperature * 10 + '-' + seed, visuals: false }).catch(() => {})
`,
})

beforeAll(async () => {
  const { code, stderr } = await project.spawn(process.execPath, ['--import', REGISTER, 'grid.ts'])
  expect(code, stderr).toBe(0)
})

describe('runlab plot', () => {
  test('draws curves of a series with one legend entry a group, and says what belongs in the caption', async () => {
    const { code, stdout, stderr } = await project.runlab('plot', 'loss', '--where', 'params.temperature > 1', '-o', 'loss.svg')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.trimEnd().split('\n')).toEqual([
      '  Mean of n runs a line; band: 95 % interval of the mean (bootstrap)',
      '  Left out: 1 failed: t25-2',
      project.path('loss.svg'),
    ])
    const svg = project.read('loss.svg')
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text)
    expect(texts).toEqual(expect.arrayContaining(['loss', 'temperature (K)', '1.5 (n = 3)', '2.5 (n = 2)', 'sweep', 'nats']))
    expect(texts.filter((text) => text?.includes('n = '))).toHaveLength(2)
    expect(svg).toContain(
      'Made by: runlab plot loss --where &#x27;params.temperature &gt; 1&#x27; -o loss.svg'.replaceAll('&#x27;', "'"),
    )
  })

  test('makes a PDF for a paper: as wide as asked for, without a title', async () => {
    const args = ['plot', 'loss', '--paper', '--width', '6cm', '--font-size', '7pt', '-o', 'loss.pdf', '--json']
    const { code, stdout } = await project.runlab(...args)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'curves', groups: [{ label: '1.5 (n = 3)' }, { label: '2.5 (n = 2)' }] })
    const pdf = readFileSync(project.path('loss.pdf'), 'latin1')
    expect(Number(/\/MediaBox \[0 0 ([\d.]+)/.exec(pdf)?.[1])).toBeCloseTo((60 / 25.4) * 72, 4)
  })

  test('draws an expression as means, into a file of its name', async () => {
    const { code, stdout } = await project.runlab('plot', 'data.magnetisation')
    expect([code, stdout.trimEnd().split('\n').at(-1)]).toEqual([0, project.path('data.magnetisation.svg')])
    expect(project.read('data.magnetisation.svg')).toContain('>temperature (K)<')
  })

  test('says what is wrong, and writes nothing', async () => {
    const said = async (...args: readonly string[]): Promise<string> => {
      const { code, stderr } = await project.runlab('plot', ...args)
      expect(code).toBe(2)
      return stderr
    }
    expect(await said('los', '-o', 'no.svg')).toContain('Did you mean loss?')
    expect(await said('loss', '-o', 'no.jpg')).toContain('.svg, .png or .pdf')
    expect(await said('loss', '--width', '3furlongs')).toContain('--width')
    expect(await said('loss', '--where', 'seed == 2 && params.temperature > 2', '-o', 'no.svg')).toContain('1 failed: t25-2')
    expect([existsSync(project.path('no.svg')), existsSync(project.path('no.jpg'))]).toEqual([false, false])
  })
})
