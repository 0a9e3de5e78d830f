import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { once } from '../../../src/internal/once.ts'
import { readEnded } from '../endings/ended-run.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import type { Outcome } from '../project.ts'
import { PROGRAM } from './program.ts'
import { TerminalSession } from './terminal-session.ts'

const FILES = { 'package.json': '{ "type": "module" }', 'endings.ts': PROGRAM }
const project = new Project(FILES)
let count = 0

/** The words of a run of its own. */
function wordsFor(way: string, ...flags: readonly string[]): { readonly name: string; readonly words: readonly string[] } {
  const name = `run-${++count}`
  return { name, words: [process.execPath, BIN, 'run', 'endings.ts', '--way', way, '--name', name, ...flags] }
}

async function run(way: string, ...flags: readonly string[]): Promise<Outcome & { readonly name: string }> {
  const { name, words } = wordsFor(way, ...flags)
  return { name, ...(await project.spawn(words[0] ?? '', words.slice(1))) }
}

function quote(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' ')
}

/** The lines of a run's log without their times. */
function logOf(name: string, where = project): string[] {
  return where
    .read(`results/endings/${name}/experiment_out.log`)
    .split('\n')
    .map((line) => line.slice(25))
}

/** Of `says much`; together 10 MB. */
const LINES = 100_000

describe('the log of a run', () => {
  const said = once(async () => await run('says it in every way', '--count', String(LINES)))

  test('has what is said past everything, by children and theirs, in its order', async () => {
    const { name, code, stdout, stderr } = await said()
    expect(code).toBe(0)
    const lines = logOf(name).filter((line) => /^\d+ (?!x{99}$)|a warning/.test(line))
    expect(lines.filter((line) => !/^7|^8|warning/.test(line))).toEqual([
      ...['1 by console', '2 past everything', '3 by a child', '4 half a line, 5 and the other half', '6 by a grandchild'],
      '10 größe 🧪 後',
    ])
    expect(lines.filter((line) => /^7|^8|warning/.test(line))).toEqual([
      ...['7 an error', '8 an error by a child', expect.stringMatching(/Warning: 9 a warning/)],
    ])
    expect(stdout).toContain('4 half a line, 5 and the other half\n6 by a grandchild\n')
    expect(stderr).toMatch(/^7 an error\n8 an error by a child\n.*9 a warning/)
  })

  test('has all of 10 MB, and so has the terminal', async () => {
    const { name, stdout } = await said()
    expect(stdout.match(/^\d+ x{99}$/gm)).toHaveLength(LINES)
    const log = logOf(name)
    const numbers = log.flatMap((line) => /^(\d+) x{99}$/.exec(line)?.[1] ?? [])
    expect(numbers).toHaveLength(LINES)
    expect(numbers.every((number, i) => number === String(i))).toBe(true)
    expect(log).toContain('the end of it')
  })

  test('breaks a line that does not end, and has all of it', async () => {
    const log = logOf((await said()).name)
    expect(log.filter((line) => line.startsWith('y')).length).toBeGreaterThan(1)
    expect(log.filter((line) => line.startsWith('y')).join('')).toHaveLength(3_000_000)
    expect(log).toContain('after it')
  })
})

describe('an experiment with pipes', () => {
  test('reads what is piped into the supervisor', async () => {
    const { name, words } = wordsFor('asks for a line')
    const { code } = await project.spawn('sh', ['-c', `echo from the pipe | ${quote(words)}`])
    expect(code).toBe(0)
    expect((await readEnded(project, name)).values).toEqual({ line: 'from the pipe\n' })
  })

  test('goes on when the reader of its output has enough', async () => {
    const { name, words } = wordsFor('says much', '--count', '20000')
    const { stdout, code } = await project.spawn('bash', ['-c', `set -o pipefail; ${quote(words)} | head -n 1 | wc -l`])
    expect(stdout.trim()).toBe('1')
    expect(code).toBe(0)
    expect((await readEnded(project, name)).status).toBe('done')
    expect(logOf(name).filter((line) => /^\d+ x{99}$/.test(line))).toHaveLength(20_000)
  })

  test.each([
    ['a reader that has enough', '| head -n 1'],
    ['a full device', '> /dev/full 2>&1'],
    ['a closed stream', '>&- 2>&-'],
  ])('in process goes on beside %s, and says so once', async (_, redirection) => {
    const { name, words } = wordsFor('logs much', '--count', '20000')
    const inProcess = [process.execPath, '--import', REGISTER, ...words.slice(3)]
    const { code } = await project.spawn('bash', ['-c', `set -o pipefail; ${quote(inProcess)} ${redirection}`])
    const { status, values } = await readEnded(project, name)
    expect({ code, status, values }).toEqual({ code: 0, status: 'done', values: { said: 20_000 } })
    const log = logOf(name)
    expect(log.filter((line) => /^line \d+$/.test(line))).toHaveLength(20_000)
    const notes = log.filter((line) => line.includes('Standard output takes nothing more'))
    expect(notes.length).toBeLessThanOrEqual(1)
    if (!redirection.includes('&-')) expect(notes).toHaveLength(1)
  })

  test('is not waited for by way of a child that keeps its pipes open', async () => {
    const { name, words } = wordsFor('leaves a child behind')
    const child = spawn(words[0] ?? '', words.slice(1), { cwd: project.folder, stdio: ['ignore', 'pipe', 'ignore'] })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0)
    const left = Number(/child (\d+)/.exec(output)?.[1])
    expect(process.kill(left, 'SIGKILL')).toBe(true) // it was still there
    expect((await readEnded(project, name)).status).toBe('done')
    expect(logOf(name)).toContain('left behind')
  })

  test('is told of the terminal that its output goes to where its input is none', async () => {
    const { name, words } = wordsFor('looks')
    const session = new TerminalSession(project, ['sh', '-c', `${quote(words)} < /dev/null`])
    expect(await session.ended).toMatchObject({ exitCode: 0 })
    expect((await readEnded(project, name)).values).toEqual({
      terminals: [false, false, false],
      size: null,
      colours: null,
      environment: { COLUMNS: '90', FORCE_COLOR: '2' },
    })
    expect(session.output).toMatch(/\u001B\[1mdone in /)
  })
})

test('without the package for terminals of its own, an experiment on a terminal has pipes', async () => {
  const bare = new Project(FILES, { linked: false })
  const installed = bare.path('node_modules/runlab')
  mkdirSync(installed, { recursive: true })
  const root = new URL('../../..', import.meta.url).pathname
  for (const name of ['dist', 'package.json']) cpSync(`${root}/${name}`, `${installed}/${name}`, { recursive: true })
  for (const name of readdirSync(`${root}/node_modules`))
    if (name !== '@lydell' && name !== 'runlab') symlinkSync(`${root}/node_modules/${name}`, bare.path(`node_modules/${name}`))
  const words = [process.execPath, `${installed}/dist/bin.cjs`, 'run', 'endings.ts', '--way', 'looks', '--name', 'bare']
  const session = new TerminalSession(bare, words)
  expect(await session.ended).toMatchObject({ exitCode: 0 })
  expect((await readEnded(bare, 'bare')).values).toMatchObject({
    terminals: [true, false, false],
    environment: { COLUMNS: '90' },
  })
  expect(logOf('bare', bare).some((line) => line.startsWith('┌ done in'))).toBe(true)
})
