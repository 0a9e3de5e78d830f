import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { BIN, Project } from '../project.ts'
import type { Outcome } from '../project.ts'

const EXPERIMENT = `
import { spawnSync } from 'node:child_process'
import { setImmediate } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'

console.log('while loading')

export default defineExperiment(import.meta, {
  parameters: { key: param.secret({ env: 'THE_KEY' }), pin: param.secret({ env: 'THE_PIN' }) },
  async run(e) {
    const { log } = e
    log('a text', 'and', 1, true, null)
    log({ nested: { list: [1, 2], map: new Map([['a', 1]]) }, long: Array.from({ length: 40 }, (_, i) => 'word' + i) })
    log('two\\nlines')
    log()
    log.debug('for the developer')
    log.info('for everybody')
    log.warn('careful')
    log.error('wrong', new RangeError('too far'))
    console.log('%s has %d', 'console', 2)
    console.error('to the other stream')
    console.table([{ a: 1 }])
    process.stdout.write('partial ')
    await setImmediate()
    process.stdout.write('line\\n')
    process.stdout.write(Buffer.from('bytes and \\u00e4'))
    process.stdout.write(Buffer.from('\\u00e4').subarray(0, 1))
    process.stdout.write(Buffer.from('\\u00e4').subarray(1))
    process.stdout.write('0a', 'hex')
    process.stderr.write('err')
    process.stdout.write('out\\n')
    process.stderr.write('or\\n')
    process.stdout.write('\\u001b[31mred\\u001b[0m and \\u001b]8;;https://example.org\\u001b\\\\a link\\u001b]8;;\\u001b\\\\\\n')
    process.stdout.write('10%\\r50%\\r100%\\n')
    for (const _ of e.progress(3, { label: 'counting' })) await setImmediate()
    for (const _ of e.progress(['a', 'b', 'c'])) break
    for await (const _ of e.progress((async function* () { yield 1 })(), { label: 'flow' })) continue
    log('the key is ' + e.params.key, { key: e.params.key })
    console.log(Buffer.from(e.params.key).toString())
    process.stdout.write(Buffer.from(e.params.key + ' in bytes\\n'))
    process.stdout.write('split ' + e.params.key.slice(0, 7))
    process.stdout.write(e.params.key.slice(7) + '\\n')
    log('the pin is ' + e.params.pin)
    process.stdout.write('no newline at the end')
    e.set('log', await e.readLog())
    if (process.env.FAIL) throw new Error('with ' + e.params.key)
  },
})
`
const KEY = 'sk-secret-0123456789'
const PIN = '4711'

const project = new Project({ 'package.json': '{ "type": "module" }', 'says.js': EXPERIMENT })
let outcome: Outcome
let log = ''

beforeAll(async () => {
  const args = [BIN, 'run', 'says.js', '--quiet', '--key', KEY, `--pin=${PIN}`]
  outcome = await project.spawn(process.execPath, args)
  expect(outcome).toMatchObject({ code: 0 })
  log = project.read(`${project.onlyRun('says')}/experiment_out.log`)
})

/** The log without its time stamps. */
const said = (): string => log.replaceAll(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}(?: {2}|$)/gm, '')

describe('the log', () => {
  test('has the time in front of every line', () => {
    for (const line of log.trimEnd().split('\n')) expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}( {2}.|$)/)
  })

  test('holds what e.log was given: texts as they are, objects pretty-printed, warnings and errors with their level', () => {
    expect(said()).toContain('a text and 1 true null\n')
    expect(said()).toContain("nested: { list: [ 1, 2 ], map: Map(1) { 'a' => 1 } },\n")
    expect(said()).toContain("'word39'")
    // Two pipes lead to the supervisor: what came on different streams at the same time may have changed places.
    const lines = said().split('\n')
    const isError = (line: string): boolean => /^\[(?:warn|error)\]/.test(line)
    expect(lines.filter(isError)).toEqual(['[warn] careful', '[error] wrong RangeError: too far'])
    expect(lines.filter((line) => !isError(line)).join('\n')).toContain(
      'two\nlines\n\n[debug] for the developer\nfor everybody\n',
    )
  })

  test('holds what the console and the standard streams were given', () => {
    expect(said()).toContain('console has 2\n')
    expect(said()).toContain('to the other stream\n')
    expect(said()).toContain('│ 0       │ 1 │\n')
    expect(said()).toContain('partial line\nbytes and ää\n')
  })

  test('does not mix the streams within a line', () => {
    expect(said()).toMatch(/^out$/m)
    expect(said()).toMatch(/^error$/m)
  })

  test('has no terminal codes, and of a line that was written over the last state', () => {
    // What came on the other stream may stand between them: two pipes have no common order.
    expect(said().replace(/^error\n/m, '')).toContain('red and a link\n100%\n')
    expect(log).not.toContain('\u001B')
  })

  test('has one line for each iteration that was shown: how far it came', () => {
    expect(said().match(/^counting.*$/gm)).toEqual([expect.stringMatching(/^counting: 3\/3 done in \S+ \S+ \(.*\)$/)])
    expect(said().match(/^progress.*$/gm)).toEqual([expect.stringMatching(/^progress: 0\/3 stopped in /)])
    expect(said().match(/^flow.*$/gm)).toEqual([expect.stringMatching(/^flow: 1 done in /)])
  })

  test('ends with what had no line end', () => {
    expect(said()).toMatch(/no newline at the end\n$/)
  })

  test('can be read while the run executes', async () => {
    const run = await loadRun(project.path(project.onlyRun('says')))
    expect(log.startsWith(String(run.get('log')))).toBe(true)
    expect(run.get('log')).toMatch(/the pin is/)
    expect(await run.readLog()).toBe(log)
  })
})

describe('the terminal', () => {
  test('gets the same at once and unchanged, each stream on its own', () => {
    expect(outcome.stdout).toContain('a text and 1 true null\n')
    expect(outcome.stdout).toContain('bytes and ää\nout\n\u001B[31mred\u001B[0m and')
    expect(outcome.stdout).toContain('10%\r50%\r100%\n')
    expect(outcome.stderr).toContain('[warn] careful\n[error] wrong RangeError: too far\n')
    expect(outcome.stderr).toMatch(/^to the other stream\nerror\n/m)
  })
})

describe('a secret', () => {
  test('of eight characters and more is masked in the log, also in bytes and when split across writes', () => {
    const masked = said()
      .split('\n')
      .filter((line) => line.includes('***')) // lines of the other stream may stand between
    expect(masked).toEqual(["the key is *** { key: '***' }", '***', '*** in bytes', 'split ***'])
    expect(log).not.toContain(KEY)
  })

  test('that is shorter is not masked inside of a text', () => {
    expect(said()).toContain('the pin is 4711\n')
  })

  test('is not masked on the terminal', () => {
    expect(outcome.stdout).toContain(`the key is ${KEY} { key: '${KEY}' }\n${KEY}\n${KEY} in bytes\nsplit ${KEY}\n`)
  })

  test('is masked in the recorded command line, however long it is', () => {
    const { argv, parameters } = project.json(`${project.onlyRun('says')}/experiment_meta.json`)
    expect(argv.slice(2)).toEqual(['--quiet', '--key', '***', '--pin=***'])
    expect(parameters['pin']).toMatchObject({ value: null, redacted: true })
  })

  test('is masked in the error that ends a run, and comes from the environment as well', async () => {
    const args = [BIN, 'run', 'says.js', '--quiet', '--name', 'failed', '-p', `pin=${PIN}`]
    const failed = await project.spawn(process.execPath, args, { THE_KEY: KEY, FAIL: '1' })
    expect(failed.code).toBe(1)
    expect(failed.stderr).toContain(`with ${KEY}`)
    const meta = project.read('results/says/failed/experiment_meta.json')
    expect(meta).not.toContain(KEY)
    expect(JSON.parse(meta).argv.slice(-2)).toEqual(['-p', 'pin=***'])
    expect(JSON.parse(meta).parameters.key.source).toBe('environment')
  })
})
