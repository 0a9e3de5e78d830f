import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createRunFolder } from '../../src/archive/creation/create-run-folder.ts'
import { claimFolder } from '../../src/archive/claims/folder-claim.ts'
import { describeProcess } from '../../src/archive/claims/liveness.ts'
import { openRun } from '../../src/archive/opening/open-run.ts'
import { parseAliveRecord } from '../../src/format/records.ts'
import { until } from '../support/waiting.ts'
import { fillRunFolder as fill } from './support/fill-run-folder.ts'
import { makeRun } from './support/make-run.ts'
import { nextMessage, startProgram } from './support/start-program.ts'
import { tempFolder } from './support/temp-folder.ts'

/** Processes that start at the same instant; the soak `starts` has 64. */
const COUNT = 8

/** Lets processes go when all of them are ready; gives the first answer of each. */
async function startTogether(children: readonly ChildProcess[]): Promise<unknown[]> {
  await Promise.all(children.map(nextMessage))
  for (const child of children) child.send('go')
  return await Promise.all(children.map(nextMessage))
}

describe('debug runs', () => {
  const debug = (archive: string): string =>
    createRunFolder({ archive, namespace: 'ns', debug: true, now: new Date(), tail: () => 'k3f9' }).run

  test('replace a run whose process is dead', async () => {
    const archive = tempFolder()
    const child = startProgram('claim-folder', archive, 'ns', 'debug')
    await nextMessage(child)
    child.send('go')
    expect(await nextMessage(child)).toEqual({ run: 'debug' })
    expect(debug(archive)).toBe('debug_2')
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await exited
    expect(debug(archive)).toBe('debug')
    expect(readdirSync(join(archive, 'ns', 'debug'))).toEqual([])
  })

  test('started at the same instant over an ended one do not destroy each other', async () => {
    const archive = tempFolder()
    fill(archive, 'debug', { status: 'done' })
    const children = Array.from({ length: COUNT }, () => startProgram('claim-folder', archive, 'ns', 'debug'))
    const claimed = await startTogether(children)
    const runs = claimed.map((message) => (message instanceof Object && 'run' in message ? message.run : null))
    expect(new Set(runs).size).toBe(COUNT)
    for (const child of children) child.send('check')
    expect(await Promise.all(children.map(nextMessage))).toEqual(Array.from({ length: COUNT }, () => ({ intact: true })))
    await Promise.all(children.map((child) => (child.exitCode === null ? once(child, 'exit') : null)))
    expect(readdirSync(join(archive, 'ns')).filter((name) => name.startsWith('.'))).toEqual([])
  })
})

test('processes that start at once get a folder each, even when they draw the same tails', async () => {
  const archive = join(tempFolder(), 'results')
  await startTogether(Array.from({ length: COUNT }, () => startProgram('claim-folder', archive, 'a/b', 'same tails')))
  const runs = readdirSync(join(archive, 'a', 'b'))
  expect(runs).toHaveLength(COUNT)
  expect(runs).toContain('2026-11-23_15-24-12_aaaa')
})

test('of processes that take over from a dead one at the same instant, one gets the claim', async () => {
  const folder = tempFolder()
  writeFileSync(join(folder, '.runlab-claim'), JSON.stringify({ ...describeProcess(), startTime: '1' }))
  const answers = await startTogether(Array.from({ length: COUNT }, () => startProgram('take-claim', folder)))
  expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(1)
  expect(readdirSync(folder)).toEqual(['.runlab-claim-2'])
})

test('processes that claim a folder again and again, and are killed at it, are never two in it, and leave nothing', async () => {
  const folder = tempFolder()
  const said: unknown[] = []
  const start = async (): Promise<ChildProcess> => {
    const child = startProgram('hold-claim', folder)
    await nextMessage(child)
    child.on('message', (message) => said.push(message))
    child.send('go')
    return child
  }
  const children = await Promise.all(Array.from({ length: 4 }, start))
  for (let kill = 0; kill < 5; kill++) {
    const before = said.length
    await until('claims after the last kill', () => said.length >= before + 10)
    const [child] = children.splice(kill % 2, 1)
    child?.kill('SIGKILL')
    children.push(await start())
  }
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(children.map((child) => (child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null)))
  expect(said.filter((one) => one !== 'alone')).toEqual([])
  claimFolder(folder)?.release()
  expect(readdirSync(folder).filter((name) => !name.startsWith('inside') && !name.includes('-making-'))).toEqual([])
})

test('a run that says it is running is running while its process lives, and crashed when that is gone', async () => {
  const writer = makeRun(tempFolder(), 'one', { status: 'running' })
  const child = startProgram('idle')
  writer.writeAlive(parseAliveRecord(await nextMessage(child), { file: 'message' }))
  expect(openRun(writer.folder).status).toBe('running')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const run = openRun(writer.folder)
  expect([run.status, run.meta.status]).toEqual(['crashed', 'running'])
})
