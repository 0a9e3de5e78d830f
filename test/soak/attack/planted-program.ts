/** Places of a run where a secret is planted: what stands there as text, and the code that plants it; `s` is the secret. */
export const PLANTS = {
  value: `e.set('value', 'has ' + s)`,
  'value, deep': `e.set('deep', { list: [new Map([['k', s]]), new Set([s]), new Error(s), new Date(0), [s, 1]] })`,
  'value, bytes and pattern': `e.set('bytes', Buffer.from('x' + s)); e.set('pattern', new RegExp(s.replaceAll(/\\W/g, '.') + '|' + s.slice(-10)))`,
  'key of a value': `e.set('a/' + s, 1)`,
  'key within a value': `e.set('within', { [s]: 1 })`,
  'name of a series': `e.track('x/' + s, 1)`,
  context: `e.track('context', 1, { context: { by: s } })`,
  'key of a context': `e.track('context', 1, { context: { [s]: 1 } })`,
  'tracked text': `e.track('text', 'has ' + s)`,
  'tracked JSON and table': `e.track('json', { a: [s] }); e.track('table', [{ id: 1, [s]: s }])`,
  'tracked SVG': `e.track('svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>' + xml(s) + '</text></svg>')`,
  'tracked Vega': `e.track('vega', { mark: 'text', title: s, data: { values: [{ t: s }] }, encoding: { text: { field: 't' } } })`,
  'tracked chart': `e.track('chart', { ...chart, title: s, x: { label: s } })`,
  'name of a plot': `await e.plot(s, chart)`,
  'title of a plot': `await e.plot('titled', chart, { title: s })`,
  'label of a plot': `await e.plot('labelled', { ...chart, x: { label: s }, lines: [{ ...chart.lines[0], label: 'a ' + s }] })`,
  'rows of a plot': `await e.plot('rows', { type: 'table', records: [{ id: 1, [s]: s, deep: { s: [s] } }] })`,
  'text of a plot': `await e.plot('texts', { type: 'document', entries: [{ step: 0, time: 0, text: s }] })`,
  'SVG of a plot': `await e.plot('svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>' + xml(s) + '</text></svg>')`,
  'Vega of a plot': `await e.plot('vega', { mark: 'text', title: s, data: { values: [{ [s]: s, t: s }] }, encoding: { text: { field: 't' } } })`,
  'figure that is committed': `await e.commit('figure.svg', { ...chart, title: s })`,
  'name of an artifact': `await e.commit('a-' + s + '.txt', 'x')`,
  'name of a path and of a stream': `e.path(s); e.createWriteStream(s).end('x')`,
  'name of a file that was written': `fs.writeFileSync(path.join(e.folder, 'w-' + s.replaceAll('/', '') + '.txt'), 'x')`,
  'tag and note': `e.tag(s); e.note('note ' + s)`,
  input: `await e.use('missing-' + s)`,
  log: `e.log('log', s); e.log({ in: [s] }); console.error(s); console.log(encodeURIComponent(s), JSON.stringify(s))`,
  'label of a progress': `for (const _ of e.progress([1, 2], { label: s })) void _`,
  'warning of Node': `process.emitWarning(s)`,
  'environment that is printed': `child_process.spawnSync(process.execPath, ['-e', 'console.log(process.env)'], { stdio: 'inherit' })`,
  'error that was caught': `console.error(Object.assign(new Error(s, { cause: new Error(s) }), { code: s }))`,
} as const

/** What is planted where the experiment is defined, where it lies, and in what it throws. */
export const OTHERS = [
  'parameter',
  'param.secret',
  'text of the command line',
  'title of visuals',
  'unit of visuals',
  'own kind',
  'source',
  'package.json',
  'remote of git',
  'patch of git',
  'message',
  'cause',
  'type of an error',
  'code of an error',
] as const

export type Place = keyof typeof PLANTS | (typeof OTHERS)[number]
export const PLACES = [...Object.keys(PLANTS), ...OTHERS] as readonly Place[]

/** The variable that holds the secret of a place. */
export const variableOf = (place: Place): string => (place === 'param.secret' ? 'PLAINLY' : `P${PLACES.indexOf(place)}_TOKEN`)

const secret = (place: Place): string => `process.env['${variableOf(place)}']`

/** The experiment that plants all of them and then ends as `ENDING` says. */
export function plantedProgram(source: string): string {
  const plants = Object.entries(PLANTS).map(
    ([place, code]) => `  await attempt(async (s: any) => { ${code} }, ${secret(place as Place)})`,
  )
  return `import * as fs from 'node:fs'
import * as path from 'node:path'
import * as child_process from 'node:child_process'
import { defineExperiment, param } from 'runlab'
const inSource = '${source}'
const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const chart: any = { type: 'lines', x: { label: 'x' }, y: { label: 'y' }, lines: [{ label: 'a', x: [0, 1], y: [0, 1] }] }
const attempt = async (plant: (s: any) => Promise<void>, s: any) => {
  try { await plant(s) } catch (error: any) { console.log('refused', error.message) }
}
class Own {}
const own: any = {
  name: 'own',
  accepts: (value: unknown) => value instanceof Own,
  write: () => ({ data: 1 }),
  read: () => new Own(),
  compile: () => [{ ...chart, title: ${secret('own kind')}, x: { label: ${secret('own kind')} } }],
}
export const experiment = defineExperiment(import.meta, {
  parameters: { text: '', key: param.secret({ env: '${variableOf('param.secret')}' }) },
  kinds: [own],
  visuals: { loss: { title: 'Loss ' + ${secret('title of visuals')}, unit: ${secret('unit of visuals')} } },
  async run(e: any) {
  for (let i = 0; i < 3; i++) e.track('loss', i)
  e.track('own', new Own())
  e.set('key', 'a ' + e.params.key)
  e.log(inSource, e.params.text)
${plants.join('\n')}
  process.stdout.write('planted\\n')
  const ending = process.env['ENDING']
  if (ending === 'interrupted') await new Promise((resolve) => setTimeout(resolve, 2 ** 30))
  if (ending === 'killed' || ending === 'recovered') process.kill(process.pid, 'SIGKILL')
  if (ending === 'out of memory') for (const all: any[] = []; ; ) all.push(new Array(1e5).fill(all.length + 0.5))
  if (ending === 'threw') {
    const error: any = new Error(${secret('message')}, { cause: new Error(${secret('cause')}) })
    error.name = ${secret('type of an error')}
    error.code = ${secret('code of an error')}
    throw error
  }
  },
})
experiment.runIfMain()
`
}
