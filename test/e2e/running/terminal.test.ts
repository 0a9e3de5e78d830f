import { existsSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { BIN, Project } from '../project.ts'
import type { Outcome } from '../project.ts'
import { few, onlyMeta } from './runs.ts'
import { allNeed } from '../../support/needs.ts'

const hasScript = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0

const EXPERIMENT = `/** Says words. */
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { label: 'x', sizes: [1], empty: 'e', fails: false },
  async run(e) {
    e.set('columns', process.stdout.columns ?? (Number(process.env.COLUMNS) || null))
    for (const step of e.progress(30, { label: 'steps' })) {
      if (step % 10 === 9) console.log('step', step)
      const next = performance.now() + 10 // several times as long as until a bar is drawn again, for all steps
      while (performance.now() < next) await sleep(1)
    }
    if (e.params.fails) throw new Error('too long '.repeat(30) + '\\nsecond line')
  },
})
`
const flags = ['--label', 'long '.repeat(40), '--sizes', JSON.stringify(Array.from({ length: 60 }, (_, n) => n)), '--empty=']

const project = new Project({ 'package.json': '{ "type": "module" }', 'words.mjs': EXPERIMENT, 'failing.mjs': EXPERIMENT })

/** `runlab …` on a terminal of its own; standard output and error are one there. */
async function onTerminal(columns: number, ...args: readonly string[]): Promise<Outcome> {
  const command = [process.execPath, BIN, ...args].map((arg) => `'${arg}'`).join(' ')
  const env = { NO_COLOR: '', TERM: 'xterm-256color', SHELL: '/bin/sh' }
  return await few(async () => await project.spawn('script', ['-qec', `stty cols ${columns}; ${command}`, '/dev/null'], env))
}

/** What is on the screen's lines in the end: the last that was drawn after a carriage return. */
function linesOf(text: string): string[] {
  return text.split(/\r?\n/).map((line) => stripVTControlCharacters(line.split('\r').at(-1) ?? ''))
}

describe('without a terminal', () => {
  let done: Outcome
  let failed: Outcome
  beforeAll(async () => {
    ;[done, failed] = await Promise.all([
      few(async () => await project.runlab('run', 'words.mjs', '--namespace', 'plain', ...flags)),
      few(async () => await project.runlab('run', 'failing.mjs', '--namespace', 'plain-failing', '--fails')),
    ])
  })

  test('shows what starts: name, description, changed parameters, seed and folder, in at most 80 columns', () => {
    const run = project.onlyRun('plain')
    const lines = done.stdout.split('\n')
    const panel = lines.slice(0, lines.findIndex((line) => line.startsWith('└')) + 1)
    expect(panel.map((line) => line.slice(2).split(/ {2,}/, 1)[0])).toEqual([
      ...['words', 'about', 'namespace', 'label', 'sizes', 'empty', 'seed', 'archive'],
    ])
    expect(panel.find((line) => line.includes('label'))).toMatch(/long long.*…$/)
    expect(panel.at(-1)).toMatch(new RegExp(`^└ archive +${run}$`))
    for (const line of panel) expect(line.length).toBeLessThanOrEqual(80)
  })

  test('ends with how it went, how long it took, and the paths of archive and report', () => {
    expect(done).toMatchObject({ code: 0, stderr: '' })
    const lines = done.stdout.trimEnd().split('\n')
    expect(lines.at(-3)).toMatch(/^┌ done in [\d.]+ m?s$/)
    expect(lines.at(-2)).toBe(`│ archive  ${project.onlyRun('plain')}`)
    expect(lines.at(-1)).toBe(`└ report   ${project.onlyRun('plain')}/report.html`)
    expect(existsSync(project.path(`${project.onlyRun('plain')}/report.html`))).toBe(true)
    const failing = failed.stdout.trimEnd().split('\n').slice(-4)
    expect(failing[0]).toMatch(/^┌ failed in run after [\d.]+ m?s$/)
    expect(failing[1]).toMatch(/^│ error +Error: too long too long .*…$/)
    expect(failing[1]?.length).toBeLessThanOrEqual(80)
    expect(failing[2]).toBe(`│ archive  ${project.onlyRun('plain-failing')}`)
  })

  test('writes no colours, no links and no progress bars', () => {
    expect(done.stdout + failed.stdout + failed.stderr).not.toContain('\u001B')
    expect(done.stdout).not.toContain('━')
    expect(done.stdout).toMatch(/^steps: 30\/30 done in /m)
  })
})

describe('on a terminal', () => {
  allNeed(hasScript, 'needs `script` of util-linux')
  let done: Outcome
  let failed: Outcome
  let narrow: Outcome
  beforeAll(async () => {
    if (!hasScript) return
    ;[done, failed, narrow] = await Promise.all([
      onTerminal(80, 'run', 'words.mjs', ...flags),
      onTerminal(80, 'run', 'failing.mjs', '--fails'),
      onTerminal(50, 'run', 'words.mjs', '--namespace', 'narrow', ...flags),
    ])
  })

  test('keeps to its columns, but for paths', () => {
    expect([done.code, failed.code, narrow.code]).toEqual([0, 1, 0])
    expect(project.json(`${project.onlyRun('words')}/experiment_data.json`)).toEqual({ columns: 80 })
    for (const [{ stdout }, columns] of [[done, 80] as const, [narrow, 50] as const])
      for (const line of linesOf(stdout).filter((text) => !/archive|report/.test(text)))
        expect(line.length, line).toBeLessThanOrEqual(columns)
  })

  test('draws panels with colours, and the folder as a link', () => {
    const run = project.onlyRun('words')
    expect(done.stdout).toContain(`\u001B]8;;${pathToFileURL(project.path(run)).href}/\u001B\\${run}\u001B]8;;\u001B\\`)
    expect(done.stdout).toMatch(/\u001B\[1mdone in /)
    expect(
      linesOf(done.stdout)
        .filter((line) => line !== '')
        .slice(-2),
    ).toEqual([`│ archive  ${run}`, `└ report   ${run}/report.html`])
    expect(linesOf(failed.stdout).findLast((line) => line.startsWith('│ error'))).toMatch(/^│ error {4}Error: too long.*…$/)
  })

  test('draws a progress bar that makes room for what is printed, and leaves one line', () => {
    expect(done.stdout).toMatch(/steps ━*─+ +\d+% \d+\/30/)
    const shown = linesOf(done.stdout).filter((line) => /step/.test(line))
    expect(shown.map((line) => line.replace(/ done in .*/, ' done'))).toEqual([
      ...['step 9', 'step 19', 'step 29', 'steps: 30/30 done'],
    ])
  })

  test('keeps the bar, colours and links out of the log', () => {
    const log = project.read(`${project.onlyRun('words')}/experiment_out.log`)
    expect(log).not.toMatch(/[\u001B━─\r]/)
    expect(
      log
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(25).replace(/^\^@/, '')) // \`script\` types a NUL where its own input ends
        .filter((line) => !/^[┌│└]/.test(line)), // the panels
    ).toEqual([...['step 9', 'step 19', 'step 29', expect.stringMatching(/^steps: 30\/30 done in /)]])
    expect(onlyMeta(project, 'words').status).toBe('done')
  })
})
