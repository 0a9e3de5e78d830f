import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import type { RunReader } from '../../../src/index.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import { leaksIn } from './leaks.ts'

/** One secret for each place, so that a leak tells where it is; with characters that JSON, SVG and pages write in another way. */
const PLACES = [
  'NAME',
  'TITLE',
  'LABEL',
  'CELL',
  'COLUMN',
  'TEXT',
  'SVG',
  'VEGA',
  'FIGURE',
  'RULE',
  'UNIT',
  'OWN',
  'OWNROW',
] as const
const LATER = ['TYPE', 'CODE', 'FILE', 'FOLDER'] as const
const ALL = [...PLACES, ...LATER]
const isFile = (place: string): boolean => ['FILE', 'FOLDER', 'NAME'].includes(place)
const secretOf = (place: string): string => `${place.toLowerCase()}${isFile(place) ? '-x-' : '"&<\\ ö\''}4f19c07be2`
/** A word is masked in texts; what it names otherwise must work all the same. */
const WORD = 'lineplots'
const ENV = {
  ...Object.fromEntries(ALL.map((place) => [`${place}_TOKEN`, secretOf(place)])),
  DB_PASSWORD: WORD,
  RUNLAB_VISUALS: '1',
}

const project = new Project({
  'drawn.ts': `
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineExperiment } from 'runlab'
const secret = (place: string): string => process.env[place + '_TOKEN'] ?? ''
class Own { constructor(readonly n: number) {} }
const own = {
  name: 'own',
  accepts: (value: unknown) => value instanceof Own,
  write: ({ n }: any) => ({ data: n }),
  read: (data: unknown) => new Own(Number(data)),
  compile: (series: unknown, { title }: any) => [
    { type: 'lines', title: title + secret('OWN'), x: { label: 'x' }, y: { label: secret('OWN') }, lines: [{ label: secret('OWN'), x: [0, 1], y: [0, 1] }] },
    { type: 'table', part: 'rows', title: 'rows', records: [{ [secret('OWNROW')]: secret('OWNROW') }] },
  ],
}
export const experiment = defineExperiment(import.meta, {
  kinds: [own],
  visuals: { loss: { title: 'Loss ' + secret('RULE'), unit: secret('UNIT') } },
  async run(e) {
    for (let i = 0; i < 3; i++) e.track('loss', i)
    e.track('own', new Own(1))
    const axis = { x: { label: 'x' }, y: { label: 'y' } }
    const lines = [{ label: 'a', x: [0, 1], y: [0, 1] }]
    await e.plot(secret('NAME'), { type: 'lines', ...axis, lines })
    await e.plot('titled', { type: 'lines', ...axis, lines }, { title: secret('TITLE') })
    await e.plot('labelled', { type: 'lines', x: { label: secret('LABEL') }, y: axis.y, lines: [{ ...lines[0], label: secret('LABEL') }] })
    await e.plot('rows', { type: 'table', records: [{ id: 1, [secret('COLUMN')]: secret('CELL'), deep: { in: [secret('CELL')] } }] })
    await e.plot('texts', { type: 'document', entries: [{ step: 0, time: 0, text: secret('TEXT') }] })
    const xml = secret('SVG').replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    await e.plot('svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>' + xml + '</text></svg>')
    await e.plot('vega', { mark: 'text', data: { values: [{ [secret('VEGA')]: 1, t: secret('VEGA') }] }, title: secret('VEGA'), encoding: { text: { field: 't' } } })
    await e.plot('${WORD}/of-words', { type: 'lines', title: '${WORD}', ...axis, lines })
    await e.commit('figure.svg', { type: 'lines', title: secret('FIGURE'), ...axis, lines })
    writeFileSync(join(e.folder, secret('FILE') + '.txt'), 'x')
    mkdirSync(join(e.folder, secret('FOLDER')))
    writeFileSync(join(e.folder, secret('FOLDER'), 'a.txt'), 'x')
    writeFileSync(join(e.folder, 'plain.txt'), 'x')
    const error = Object.assign(new Error('it failed'), { code: secret('CODE') })
    error.name = secret('TYPE')
    throw error
  },
})
experiment.runIfMain()
`,
})

describe.each([
  ['supervised', [BIN, 'run', 'drawn.ts']],
  ['in process', ['--import', REGISTER, 'drawn.ts']],
] as const)('secrets that are drawn, %s', (mode, command) => {
  let run: RunReader
  let said = ''
  beforeAll(async () => {
    const name = mode.replace(' ', '-')
    const { stdout, stderr } = await project.spawn(process.execPath, [...command, '--name', name], ENV)
    said = stdout + stderr
    run = await loadRun(project.path(join('results/drawn', name)))
  })
  const read = (name: string): string => readFileSync(join(run.folder, name), 'utf8')

  test.each(ALL)('stand in no file, name or list: %s', (place) => {
    // What other programs have put there is theirs: their names stay on the disk, and are in no list.
    const leaks = leaksIn(run.folder, secretOf(place)).filter(
      (leak) => !(isFile(place) && !/\.(jsonl?|html|log|ts|md)/.test(leak)),
    )
    expect(leaks).toEqual([])
  })

  test('are masked, and what is around them is drawn', () => {
    expect(run.meta.error, said).toMatchObject({ type: '***', code: '***', message: 'it failed' })
    expect(run.artifacts.names()).toEqual(expect.arrayContaining(['figure.svg', 'plain.txt']))
    expect(run.artifacts.size).toBe(2)
    expect(run.meta.warnings.join()).toContain('has a name that holds a secret')
    const shown = read('.runlab/visuals.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(shown.map(({ note }) => note)).toEqual(shown.map(() => null))
    expect(shown.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['***', 'labelled', 'rows', 'texts', 'Loss ***', 'own***']),
    )
    expect(read('visuals/rows.csv')).toContain('id,***,deep\n1,***,')
    expect(read('visuals/texts.txt')).toContain('***')
    expect(read('visuals/vega.svg')).toContain('>***</text>')
    expect(read('figure.svg')).toContain('***')
    expect(JSON.parse(read('.runlab/visual-rules.json'))).toEqual({ loss: { title: 'Loss ***', unit: '***' } })
    for (const { files } of shown) for (const file of files as string[]) expect(read(file).length).toBeGreaterThan(0)
  })
})
