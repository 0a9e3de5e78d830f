import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import type { RunReader } from '../../../src/index.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import { leaksIn } from './leaks.ts'

/** One secret for each place, so that a leak tells where it is. Those in capitals stand in credential-looking variables. */
const NAMES = [
  'LOADING',
  'LOG',
  'SPLIT',
  'OBJECT',
  'NATIVE',
  'ARGV',
  'MESSAGE',
  'STACK',
  'CAUSE',
  'VALUE',
  'DEEP',
  'BYTES',
  'WARNING',
  'PARAMETER',
  'DESCRIPTION',
  'SOURCE',
  'IMPORTED',
  'CONFIG',
  'PATCH',
  'REMOTE',
  'URL',
  'BASE64',
  'JSON',
  'LATE',
  'INPUT',
  'BRANCH',
] as const
type Name = (typeof NAMES)[number]

/** Characters that JSON, URLs and base64 write in another way, where the place allows them. */
const PLAIN: ReadonlySet<Name> = new Set([
  'SOURCE',
  'IMPORTED',
  'CONFIG',
  'PATCH',
  'REMOTE',
  'BRANCH',
  'DESCRIPTION',
  'INPUT',
  'LATE',
])
const secretOf = (name: Name): string => `${name.toLowerCase()}${PLAIN.has(name) ? '-x-' : '/"+\\ ö'}${hashOf(name).slice(0, 12)}`
const hashOf = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex')
const SECRETS = Object.fromEntries(NAMES.map((name) => [name, secretOf(name)])) as Record<Name, string>
const ENV = Object.fromEntries(NAMES.map((name) => [`${name}_TOKEN`, SECRETS[name]]))
const TOKEN = `ghp_${'Zz9'.repeat(12)}`
const OWN = 'of-the-parameter/"1'
const PIN = 'pin4711'.slice(0, 6)

const EXPERIMENT = `
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { defineExperiment, param } from 'runlab'
import { imported } from './imported.ts'
/** Uses ${SECRETS.DESCRIPTION} for what it does. */
const secret = (name: string): string => process.env[name + '_TOKEN'] ?? ''
console.log('while loading', secret('LOADING'))
const SOURCE = '${SECRETS.SOURCE}'
const RAW = '${TOKEN}'

/** An experiment that uses ${SECRETS.DESCRIPTION}. */
const experiment = defineExperiment(import.meta, {
  parameters: { key: param.secret({ env: 'MINE' }), pin: param.secret({ env: 'MY_PIN' }), text: '', input: '' },
  hooks: { async afterRun(e) { e.log('after', secret('LOG')) } },
  async run(e) {
    e.log('the log has', secret('LOG'), imported, SOURCE, RAW)
    for (const char of ['split: ', ...secret('SPLIT'), '\\n']) process.stdout.write(char)
    e.log({ nested: [secret('OBJECT')] })
    console.error(new Error(secret('STACK')).stack)
    spawnSync(process.execPath, ['-e', 'console.log(process.env.NATIVE_TOKEN)'], { stdio: 'inherit' })
    e.log(encodeURIComponent(secret('URL')), Buffer.from('user:' + secret('BASE64')).toString('base64'), JSON.stringify(secret('JSON')))
    e.set('value', 'has ' + secret('VALUE'))
    e.set('deep', { list: [new Map([['k', secret('DEEP')]])], key: e.params.key, token: RAW })
    e.set('bytes', new Uint8Array(Buffer.from(secret('BYTES'))))
    e.set('pin', e.params.pin)
    e.set('sentence', 'the pin is not ' + e.params.pin + '.')
    e.set('duration', 'duration')
    for (const name of ['value/' + secret('VALUE'), 'value']) {
      try { e.set(name, { [secret('DEEP')]: 1 }) } catch (error) { e.log('refused:', error.code, error.message) }
    }
    for (const make of [() => e.commit('a-' + RAW + '.txt', 'x'), async () => e.path(RAW), async () => e.createWriteStream(RAW)]) {
      try { await make() } catch (error) { e.log('refused:', error.code, error.message) }
    }
    await e.use(e.params.input)
    writeFileSync('late.mjs', 'export const late = ' + JSON.stringify(secret('LATE')))
    await import(process.cwd() + '/late.mjs')
    process.emitWarning(secret('WARNING'))
    if (process.env.FAIL) throw new TypeError('with ' + secret('MESSAGE'), { cause: new Error(secret('CAUSE')) })
  },
})
experiment.runIfMain()
export default experiment
`

const project = new Project({
  'package.json': JSON.stringify({ type: 'module', description: SECRETS.CONFIG }),
  'imported.ts': `export const imported = '${SECRETS.IMPORTED}'\n`,
  'leaks.ts': EXPERIMENT,
  'tracked.txt': 'as committed\n',
  [`input-${SECRETS.INPUT}.txt`]: 'data',
})

beforeAll(() => {
  const git = (...args: readonly string[]): void =>
    void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: project.folder })
  project.write('.gitignore', 'node_modules\nresults\nlate.mjs\n')
  git('init', '-q')
  git('checkout', '-q', '-b', `branch-${SECRETS.BRANCH}`)
  git('remote', 'add', 'origin', `git@example.org:me/${SECRETS.REMOTE}.git`)
  git('add', '.')
  git('commit', '-q', '-m', 'first')
  project.write('tracked.txt', `now with ${SECRETS.PATCH}\n`)
})

describe.each([
  ['supervised', [BIN, 'run']],
  ['in process', ['--import', REGISTER]],
] as const)('secrets in twenty-six places, %s', (mode, command) => {
  let folder = ''
  let run: RunReader
  beforeAll(async () => {
    const flags = [
      'leaks.ts',
      `--text=${SECRETS.PARAMETER} and ${SECRETS.ARGV}`,
      `--input=input-${SECRETS.INPUT}.txt`,
      `--name=${mode.replace(' ', '-')}`,
    ]
    const env = {
      ...ENV,
      MINE: OWN,
      MY_PIN: PIN,
      FAIL: '1',
      TZ: 'UTC',
      DURATION_SECRET: 'duration',
      PEM_PRIVATE_KEY: 'MII/abc+'.repeat(2000),
      NODE_ENV: 'experiment_meta',
    }
    const { code, stdout, stderr } = await project.spawn(process.execPath, [...command, ...flags], env)
    folder = project.path(join('results/leaks', mode.replace(' ', '-')))
    expect(code, stdout + stderr).toBe(1)
    expect(stdout).toContain(SECRETS.LOG) // the terminal is the user's own
    run = await loadRun(folder)
  })

  test.each(NAMES)('%s is nowhere in the archive', (name) => {
    const leaks = leaksIn(folder, SECRETS[name])
    expect(leaks).toEqual([])
  })

  test('nor is the parameter, nor a token of a known shape', () => {
    expect([...leaksIn(folder, OWN), ...leaksIn(folder, TOKEN)]).toEqual([])
  })

  test('a short one is masked where it is the whole value, and the record warns', () => {
    expect(run.values).toMatchObject({ pin: '***', sentence: `the pin is not ${PIN}.` })
    expect(run.meta.warnings.join('\n')).toContain('The secret "pin" is shorter than 8 characters')
  })

  test('what is around a secret stays', async () => {
    expect(run.values).toMatchObject({ value: 'has ***', deep: { list: [new Map([['k', '***']])], key: '***', token: '***' } })
    expect(run.values).toMatchObject({ bytes: '***', duration: '***' })
    expect(run.meta).toMatchObject({
      has_error: true,
      error: { type: 'TypeError', message: 'with ***' },
      duration: expect.any(Number),
    })
    expect(run.meta.parameters['text']?.value).toBe('*** and ***')
    const log = await run.readLog()
    for (const line of ['the log has *** *** *** ***', 'split: ***', 'after ***']) expect(log).toContain(line)
    expect(log.match(/refused: \w+/g)).toEqual([
      'refused: VALUE_KEY',
      'refused: VALUE_KEY',
      'refused: ARTIFACT_NAME',
      'refused: ARTIFACT_NAME',
      'refused: ARTIFACT_NAME',
    ])
  })

  test('masked sources say so, with the checksum of the original', () => {
    const masked = run.snapshot?.files.filter(({ redacted }) => redacted) ?? []
    expect(masked.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['leaks.ts', 'imported.ts', 'package.json', 'late.mjs']),
    )
    for (const { source, sha256, size } of masked) {
      const original = readFileSync(project.path(source))
      expect([sha256, size]).toEqual([hashOf(original), original.length])
    }
    expect(readFileSync(join(folder, 'code/imported.ts'), 'utf8')).toBe("export const imported = '***'\n")
  })

  test('a masked patch is marked as not applicable', () => {
    expect(run.snapshot?.patch).toMatchObject({ state: 'written', applicable: false })
    expect(readFileSync(join(folder, 'code/git.patch'), 'utf8')).toContain('+now with ***')
  })

  test('of the environment only what may matter is recorded', () => {
    expect(run.environment?.env).toMatchObject({ TZ: 'UTC', NODE_ENV: 'experiment_meta' })
    expect(Object.keys(run.environment?.env ?? {}).filter((name) => name.endsWith('_TOKEN'))).toEqual([])
  })
})

test.each([
  ['--name', 'run name'],
  ['--prefix', 'prefix'],
  ['--namespace', 'namespace'],
])('%s with a secret is refused before anything is made', async (flag, what) => {
  const { code, stderr } = await project.spawn(process.execPath, [BIN, 'run', 'leaks.ts', flag, `a${SECRETS.SOURCE}`], {
    ...ENV,
    MINE: OWN,
    MY_PIN: PIN,
  })
  expect(code).toBe(2)
  expect(stderr).toContain(`The ${what} "a***" cannot be used: it holds a secret.`)
})
