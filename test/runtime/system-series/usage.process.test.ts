import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Gpus, parseGpus } from '../../../src/runtime/system-series/gpu-usage.ts'
import { machineSeconds, parseProc, parsePs, usageOf } from '../../../src/runtime/system-series/process-usage.ts'
import { samplingInterval } from '../../../src/runtime/system-series/sampling-interval.ts'

const folder = mkdtempSync(join(tmpdir(), 'runlab-gpu-'))

describe('what a process uses', () => {
  test('is read of a program with any name', () => {
    const stat = `42 (a) b (c) R 1 42 42 0 -1 4194304 500 0 0 0 1234 66 7 8 20 0 1 0 100 0 0`
    expect(parseProc(stat, 'Name:\tx\nVmRSS:\t   2048 kB\n')).toEqual({ seconds: 13.15, memory: 2048 * 1024 })
  })

  test('has no memory where the kernel names none', () => {
    expect(parseProc('1 (k) S 0 0 0 0 0 0 0 0 0 0 0 0 0 0', 'Name:\tk\n')).toEqual({ seconds: 0, memory: 0 })
  })

  test('is read from ps, with days and without hours', () => {
    const found = parsePs('   42   01:02.50  1024\n 7 1-02:03:04 2\n')
    expect(found.get(42)).toEqual({ seconds: 62.5, memory: 1024 * 1024 })
    expect(found.get(7)).toEqual({ seconds: 26 * 3600 + 3 * 60 + 4, memory: 2048 })
  })

  test('of this process is about what Node says itself', () => {
    const usage = usageOf(process.pid)
    expect(usage?.count).toBeGreaterThanOrEqual(1)
    expect(usage?.memory).toBeGreaterThan(10e6)
    expect(usageOf(2 ** 22 + 1)).toBeNull()
    const { busy, all } = machineSeconds()
    expect(busy).toBeGreaterThan(0)
    expect(all).toBeGreaterThan(busy)
  })
})

describe('graphics processors', () => {
  /** A program by that name which does what the text says. */
  function fakeGpu(script: string): string {
    const file = join(folder, 'nvidia-smi')
    writeFileSync(file, `#!/bin/sh\n${script}\n`)
    chmodSync(file, 0o755)
    return folder
  }

  test('are read from nvidia-smi, without those that do not tell', async () => {
    expect(await new Gpus(fakeGpu('printf "0, 35, 1024\\n1, [N/A], 10\\n"')).read()).toEqual([
      { index: 0, utilisation: 35, memory: 2 ** 30 },
    ])
    expect(parseGpus('')).toEqual([])
  })

  test('are asked for once where nvidia-smi fails, and never where there is none', async () => {
    const log = join(folder, 'asked')
    const gpus = new Gpus(fakeGpu(`echo asked >> ${log}; exit 9`))
    expect([await gpus.read(), await gpus.read()]).toEqual([[], []])
    expect(readFileSync(log, 'utf8')).toBe('asked\n')
    expect(await new Gpus('/nowhere').read()).toEqual([])
  })
})

test.each([
  [{}, 5000],
  [{ RUNLAB_SYSTEM_INTERVAL: '0.5' }, 500],
  [{ RUNLAB_SYSTEM_INTERVAL: 'often' }, 5000],
  [{ RUNLAB_SYSTEM_INTERVAL: '-1' }, 5000],
  [{ RUNLAB_SYSTEM_INTERVAL: ' ' }, 5000],
])('with %j a run is sampled every %i ms', (env, expected) => {
  expect(samplingInterval({ system: { env } as never, sampleSystem: undefined })).toBe(expected)
  expect(samplingInterval({ system: { env } as never, sampleSystem: false })).toBeNull()
})

test('with an interval of 0 a run is not sampled', () => {
  const env = { RUNLAB_SYSTEM_INTERVAL: '0' }
  expect(samplingInterval({ system: { env } as never, sampleSystem: undefined })).toBeNull()
})
