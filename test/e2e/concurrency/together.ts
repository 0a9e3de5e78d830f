import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, expect } from 'vitest'
import { until } from '../../support/waiting.ts'
import { Project, REGISTER } from '../project.ts'

/** Starts its run when the file `go` is there, and ends it when so many have begun as `--together` says. */
const TOGETHER = `
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  parameters: { together: 0 },
  async run(e) {
    e.set('pid', process.pid)
    await e.commit('mine.txt', String(process.pid))
    writeFileSync('begun/' + process.pid, '')
    while (readdirSync('begun').length < e.params.together) await sleep(20)
    if (readFileSync(e.path('mine.txt'), 'utf8') !== String(process.pid)) throw new Error('this folder is another run\\'s')
    console.log('the log of', process.pid)
  },
})
writeFileSync('ready/' + process.pid, '')
while (!existsSync('go')) await sleep(2)
experiment.runIfMain()
`

let children: ChildProcess[] = []
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
})

export function makeProject(): Project {
  return new Project({ 'package.json': '{ "type": "module" }', 'together.js': TOGETHER })
}

/**
 * Runs `together.js` in so many processes, all of which begin at the same instant. Gives their process ids. A few are enough
 * to find the races that there were; `npm run soak -- starts` does the crowd.
 */
export async function runTogether(project: Project, count: number, ...flags: readonly string[]): Promise<readonly number[]> {
  for (const name of ['ready', 'begun', 'go']) rmSync(project.path(name), { recursive: true, force: true })
  for (const name of ['ready', 'begun']) mkdirSync(project.path(name))
  const args = ['--import', REGISTER, 'together.js', '--quiet', ...flags]
  const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env
  let said = ''
  children = Array.from({ length: count }, () =>
    spawn(process.execPath, args, { cwd: project.folder, env, stdio: ['ignore', 'ignore', 'pipe'] }),
  )
  for (const child of children) child.stderr?.on('data', (text: Buffer) => (said += String(text)))
  const codes = Promise.all(children.map(async (child) => await codeOf(child)))
  await until('every process to be ready', () => {
    const isReady = readdirSync(project.path('ready')).length === count
    return isReady || children.some(({ exitCode }) => exitCode !== null)
  })
  writeFileSync(project.path('go'), '')
  expect({ codes: [...new Set(await codes)], said }).toEqual({ codes: [0], said: '' })
  return children.map(({ pid }) => pid ?? 0)
}

/** The others wait in vain for one that has failed. */
async function codeOf(child: ChildProcess): Promise<unknown> {
  const [code, signal]: unknown[] = await once(child, 'close')
  if (code !== 0) for (const other of children) other.kill('SIGKILL')
  return code ?? signal
}

export const numbers = (values: readonly unknown[]): number[] => values.map(Number).toSorted((a, b) => a - b)
