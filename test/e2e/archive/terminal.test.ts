import { beforeAll, describe, expect, test } from 'vitest'
import { BIN, Project } from '../project.ts'
import type { Outcome } from '../project.ts'

const EXPERIMENT = `
import { setTimeout } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'

/** Says something while it counts. */
export const experiment = defineExperiment(import.meta, {
  parameters: { label: 'x', key: param.secret({ env: 'THE_KEY' }), fail: false },
  async run(e) {
    process.stdout.write('\\u001b[31mred\\u001b[0m\\n')
    for (const i of e.progress(5, { label: 'counting' })) {
      const next = performance.now() + 60 // a bar is drawn ten times a second
      while (performance.now() < next) await setTimeout(5)
      e.log('step', i)
    }
    if (e.params.fail) throw new TypeError('as asked')
    await e.commit('a.txt', 'a')
  },
})
experiment.runIfMain()
`
const KEY = 'sk-secret-0123456789'

const project = new Project({ 'package.json': '{ "type": "module" }', 'draws.js': EXPERIMENT })

/** Runs a command on a pseudo-terminal of so many columns, 0 where nobody has set its size; what it showed is `stdout`. */
async function onTerminal(command: string, columns: number): Promise<Outcome> {
  const env = { THE_KEY: KEY, NO_COLOR: '', TERM: 'xterm-256color' }
  return await project.spawn('script', ['-qec', `stty cols ${columns}; ${command}`, '/dev/null'], env)
}

let drawn: Outcome
let piped: Outcome
let inProcess: Outcome

beforeAll(async () => {
  const node = process.execPath
  ;[drawn, piped] = await Promise.all([
    onTerminal(`${node} ${BIN} run draws.js --seed 3 --label other --name drawn`, 90),
    project.spawn(node, [BIN, 'run', 'draws.js', '--seed', '3', '--name', 'piped', '--key', KEY]),
  ])
  inProcess = await onTerminal(`${node} --import runlab/register draws.js --fail --name in-process`, 0)
})

// A bar, wherever it stands: label, bar, percent, count.
const BAR = /counting [━─]+ +\d+% \d\/5/
const LINK = /\u001B\]8;;(file:\/\/[^\u001B]+)\u001B\\([^\u001B]+)\u001B\]8;;\u001B\\/

describe('on a terminal', () => {
  test('a progress bar is drawn below what is printed, and erased at the end', () => {
    expect(drawn.code).toBe(0)
    expect(drawn.stdout).toMatch(BAR)
    expect(drawn.stdout).toMatch(/\r\u001B\[2Kstep 4\r\n/)
    // After the last drawing there is an erasing.
    expect(drawn.stdout.split('━').at(-1)).toMatch(/\r\u001B\[2K/)
    for (const line of drawn.stdout.split(/\r\n|\r\u001B\[2K/)) {
      if (BAR.test(line)) expect(line.length).toBeLessThan(90)
    }
  })

  test('colours and other codes stay', () => {
    expect(drawn.stdout).toContain('\u001B[31mred\u001B[0m\r\n')
  })

  test('the archive path in both panels is a link to the folder, that of the report to the page', () => {
    const links = drawn.stdout.match(new RegExp(LINK, 'g')) ?? []
    expect(links).toHaveLength(3)
    const [, url, text] = LINK.exec(drawn.stdout) ?? []
    expect([url, text]).toEqual([`file://${project.path('results/draws/drawn')}/`, 'results/draws/drawn'])
  })

  test('the same is drawn in process and where nobody knows the width, and a failure says what failed', () => {
    expect(inProcess.code).toBe(1)
    expect(inProcess.stdout).toMatch(/┌.* .*draws/)
    expect(inProcess.stdout).toMatch(BAR)
    expect(inProcess.stdout).toMatch(/failed in run after /)
    expect(inProcess.stdout).toContain('TypeError: as asked')
  })

  test('the log has one line for the bar, and no codes', () => {
    const log = project.read('results/draws/drawn/experiment_out.log')
    expect(log.match(/counting/g)).toHaveLength(1)
    expect(log).toMatch(/counting: 5\/5 done in /)
    expect(log).toContain('  red\n')
    expect(log).not.toMatch(/[\u001B\r━]/)
  })
})

describe('on a pipe', () => {
  test('no bar and no codes of runlab are written, the line at the end is', () => {
    expect(piped).toMatchObject({ code: 0, stderr: '' })
    expect(piped.stdout).toMatch(/^counting: 5\/5 done in /m)
    expect(piped.stdout.replace('\u001B[31mred\u001B[0m', '')).not.toMatch(/[\u001B\r━]/)
  })
})

describe('the panels', () => {
  test('name the experiment, what differs from the defaults, seed and archive, then how it ended', () => {
    const panels = piped.stdout.split('\n')
    expect(panels.slice(0, 5)).toEqual([
      '┌ draws',
      '│ about    Says something while it counts.',
      '│ key      ***',
      '│ seed     3',
      '└ archive  results/draws/piped',
    ])
    expect(panels.slice(-5)).toEqual([
      expect.stringMatching(/^┌ done in \S+ \S+$/),
      '│ artifacts  1',
      '│ archive    results/draws/piped',
      '└ report     results/draws/piped/report.html',
      '',
    ])
    expect(drawn.stdout).toMatch(/label.* other\r\n/)
    expect(drawn.stdout).not.toContain(KEY)
  })
})
