import { beforeAll, describe, expect, test } from 'vitest'
import { Project, REGISTER } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'ising.ts': `import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { temperature: param.number(2.1), size: 8 },
  run(e) {
    if (e.seed === 2 && e.params.temperature > 2) throw new RangeError('too hot')
    for (let i = 1; i <= 3; i++) e.track('loss', e.seed / i)
    for (const split of ['train', 'val']) e.track('error', 1, { context: { split } })
    e.track('outcomes', [1, 2, 3].map((id) => ({ id, correct: id <= e.seed, answer: 'a' + id })))
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

const lines = async (...args: readonly string[]): Promise<readonly string[]> => {
  const { stdout, stderr, code } = await project.runlab(...args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout.trimEnd().split('\n')
}

test('runlab diff --table names the items that flipped, with both answers, and refuses a table that is not there', async () => {
  const shown = await lines('diff', 't15-1', 't15-2', '--table', 'outcomes')
  expect(shown.map((line) => line.trim().replaceAll(/ {2,}/g, ' ')).slice(3)).toEqual([
    'items of outcomes 1 differs, 2 are the same',
    'correct: 1 item differs (1 to true, 0 to false)',
    'id A B',
    '~ 2 correct false true',
  ])
  const json = JSON.parse((await lines('diff', 't15-1', 't15-2', '--table', 'outcomes', '--json')).join(''))
  expect(json).toMatchObject({ same: 2, entries: [{ key: 2, columns: [{ column: 'correct', before: false, after: true }] }] })
  expect(await lines('diff', 't15-1', 't15-2', '--table', 'outcomes', '--csv')).toEqual([
    'id,state,correct A,correct B',
    '2,changed,false,true',
  ])
  for (const [flags, said] of [
    [['--table', 'outcomes', '--no-code'], '--table and --no-code do not go together'],
    [['--table', 'outcomes', '--all'], '--table and --all do not go together'],
    [['--table', 'outcomes', '--key', 'item'], 'Say which with --key: it has id, correct, answer.'],
    [['--csv'], 'expected --table with it'],
  ] as const)
    expect((await project.runlab('diff', 't15-1', 't15-2', ...flags)).stderr).toContain(said)
  const { code, stderr } = await project.runlab('diff', 't15-1', 't15-2', '--table', 'outcome')
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('Did you mean outcomes?') })
})

test('runlab points prints the points of a series, and says what there is of another', async () => {
  const table = await lines('points', 't15-3', 'loss')
  expect(table[0]).toBe('step,time,value')
  expect(table.slice(1).map((line) => line.replace(/,\d{13}[.\d]*,/, ' '))).toEqual(['0 3', '1 1.5', '2 1'])
  expect(JSON.parse((await lines('points', 't15-3', 'loss', '--json'))[1] ?? '')).toMatchObject({ step: 1, value: 1.5 })
  const several = await project.runlab('points', 't15-3', 'error')
  expect(several.stderr).toContain('Say which: --context split=train, --context split=val.') // SERIES_AMBIGUOUS
  const { code, stderr } = await project.runlab('points', 't15-3', 'loss', '--context', 'split=val')
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/no series "loss" with that context\.\n +It has the contexts: --context none\./),
  })
})

describe('runlab list over many runs', () => {
  test('filters, sorts, and shows the columns that are asked for', async () => {
    const where = ['--where', 'status == "done" && params.temperature < 2', '--sort', '-data.magnetisation']
    expect((await lines('list', ...where)).slice(2).map((line) => /ising\/(\S+)/.exec(line)?.[1])).toEqual([
      't15-3',
      't15-2',
      't15-1',
    ])
    const table = await lines(
      'list',
      '--columns',
      'params.temperature,series.loss.last',
      '--sort',
      'params.temperature,seed',
      '-n',
      '2',
    )
    expect(table.at(-1)).toMatch(/^… 4 more; /)
    expect(table.slice(1, -1).map((line) => line.split(/ {2,}/).slice(2))).toEqual([
      ['run', 'temperature', 'loss'],
      ['ising/t15-1', '1.5', '0.333333'],
      ['ising/t15-2', '1.5', '0.666667'],
    ])
    const csv = await lines('list', '--csv', '--sort', 'seed,params.temperature')
    expect(csv[0]).toBe('namespace,run,status,seed,start,duration,temperature,magnetisation')
    expect(csv[1]).toMatch(/^ising,t15-1,done,1,\d{4}-.*Z,[\d.]+,1\.5,0\.676/)
    const columns = ['--columns', 's=seed,params.temperature,M=data.magnetisation']
    expect(await lines('list', '--markdown', '--sort', 'seed', '-n', '1', ...columns)).toEqual([
      '| run | seed | s | temperature | M |',
      '| --- | ---: | ---: | ---: | ---: |',
      expect.stringMatching(/^\| t\d5-1 \| 1 \| 1 \| \d\.5 \| 0\.\d+ \|$/),
    ])
  })

  test('says where an expression is wrong, and what was meant', async () => {
    const { code, stderr } = await project.runlab('list', '--where', 'params.temprature > 2')
    expect(code).toBe(2)
    expect(stderr).toContain(
      'error: None of 6 runs has a parameter "temprature":\n         params.temprature > 2\n                ^\n',
    )
    expect(stderr).toContain('Did you mean params.temperature?')
  })
})

test('a table is given in one form', async () => {
  expect(JSON.parse((await lines('list', '--json', '--columns', 'seed', '--sort', 'seed', '-n', '1')).join('\n'))).toMatchObject([
    { seed: 1 },
  ])
  for (const command of ['list', 'groups'])
    // oxlint-disable-next-line no-await-in-loop -- two short ones
    expect(await project.runlab(command, '--csv', '--latex')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--csv and --latex do not go together.'), // FLAGS_CONFLICT
    })
})

describe('runlab groups', () => {
  test('says of runs that are equal but for the seed what they have in common, and names those that do not count', async () => {
    const table = await lines('groups')
    expect(table.map((line) => line.trim().split(/ {2,}/).slice(0, 4))).toEqual([
      ['temperature', 'n', 'magnetisation', '95 % of the mean'],
      ['1.5', '3', '0.687 ± 0.010', '[0.677, 0.697]'],
      ['2.5', '2', '0.420 ± 0.014', '[0.410, 0.430]'],
      ['mean ± standard deviation; [ ]: 95 % interval of the mean'],
      ['temperature 2.5: 1 failed: t25-2'],
    ])
  })

  test('gives the table of a paper, which says how it was made', async () => {
    const latex = await lines(
      'groups',
      '--value',
      'data.magnetisation,data.magnetisation*2',
      '--best',
      'magnetisation=max',
      '--latex',
    )
    expect(latex[0]).toBe("% runlab groups --value 'data.magnetisation,data.magnetisation*2' --best magnetisation=max --latex")
    expect(latex.join('\n')).toContain('left out of temperature = 2.5: t25-2 (failed)')
    expect(latex.join('\n')).toContain('bold: the best mean (the highest of magnetisation); there are too few runs for a test')
    expect(latex.slice(-6)).toEqual([
      '    temperature & n & magnetisation & data.magnetisation*2 \\\\',
      '    \\midrule',
      '    1.5 & 3 & \\textbf{0.687 $\\pm$ 0.010} & 1.373 $\\pm$ 0.020 \\\\',
      '    2.5 & 2 & 0.420 $\\pm$ 0.014 & 0.840 $\\pm$ 0.028 \\\\',
      '    \\bottomrule',
      '\\end{tabular}',
    ])
  })

  test('gives all statistics for programs', async () => {
    const groups = JSON.parse((await lines('groups', '--json', '--by', 'status')).join('\n')) as readonly any[]
    expect(
      groups.map(({ key, values }) => [key.status, values.magnetisation.n ?? null, values.magnetisation.left_out.length]),
    ).toEqual([
      ['done', 5, 0],
      ['failed', null, 1],
    ])
    const { code, stdout, stderr } = await project.runlab('groups', '--csv')
    expect([code, stderr]).toEqual([0, 'temperature 2.5: 1 failed: t25-2\n']) // beside what a program reads
    const csv = stdout.split('\n')
    expect(csv[0]).toMatch(/^temperature,runs,magnetisation\.n,magnetisation\.mean,magnetisation\.sd,/)
    expect(csv[1]).toMatch(/^1\.5,3,3,0\.68666/)
  })
})

test('runlab compare puts runs side by side, named or selected, and says how many it takes', async () => {
  const beside = await lines('compare', 't15-1', 't25-3')
  expect(beside[0]).toMatch(/^ +t15-1 +t25-3$/)
  expect(beside).toContainEqual(expect.stringMatching(/^ +temperature +1\.5 +2\.5$/))
  const long = 'x'.repeat(38)
  const wide = await lines('compare', '--where', 'status == "done"', '--columns', JSON.stringify(long))
  expect(wide.join('\n'), 'without a terminal there is room for all').toContain(`${long}  ${long}  ${long}`)
  const { stdout, stderr: said } = await project.runlab('compare', '--where', 'params.temperature < 2', '--csv')
  expect(said).toMatch(/^packages: compared by the ranges in package.json; t15-3 has no lockfile/)
  const [heading, ...rows] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))
  expect(rows.map((row) => row[heading?.indexOf('seed') ?? 0])).toEqual(['3', '2', '1'])
  const columns = 'data.magnetisation,params.temperature'
  const best = ['compare', '--where', 'status == "done"', '--sort', '-data.magnetisation', '--limit', '2', '--columns', columns]
  expect(await lines(...best, '--csv')).toEqual([
    'namespace,run,magnetisation,temperature',
    expect.stringMatching(/^ising,t15-3,0\.69\d+,1\.5$/),
    expect.stringMatching(/^ising,t15-2,0\.68\d+,1\.5$/),
  ])
  const shown = (await lines(...best)).map((line) => line.trim().split(/ +/))
  expect(shown).toEqual([
    ['t15-3', 't15-2'],
    ['magnetisation', '0.696667', '0.686667'],
    ['temperature', '1.5', '1.5'],
  ])
  const both = await project.runlab(...best, '--all')
  expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('--all and --columns do not go together') })
  const { code, stderr } = await project.runlab('compare', 't15-1')
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('1 run cannot be compared: it takes two to 40.') })
})

test('runlab compare --table puts items of several runs side by side', async () => {
  const [heading, ...rows] = await lines(
    'compare',
    't15-1',
    't15-2',
    't15-3',
    '--table',
    'outcomes',
    '--columns',
    'correct',
    '--csv',
  )
  expect(heading).toBe('id,column,t15-1,t15-2,t15-3')
  expect(rows).toEqual(['2,correct,false,true,true', '3,correct,false,false,true'])
  const { code, stderr } = await project.runlab('compare', 't15-1', 't15-2', '--key', 'id')
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--table') })
})
