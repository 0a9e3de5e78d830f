import { hash } from 'node:crypto'
import { chmodSync } from 'node:fs'
import { hostname } from 'node:os'
import { delimiter } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readEnvironment } from '../../src/snapshot/environment.ts'
import { makeProject } from './project.ts'

/** A PATH with a program nvidia-smi on it. */
function withGpus(script: string): NodeJS.ProcessEnv {
  const bin = makeProject({ 'nvidia-smi': `#!/bin/sh\n${script}\n` })
  chmodSync(bin.path('nvidia-smi'), 0o755)
  return { PATH: `${makeProject().folder}${delimiter}${bin.folder}${delimiter}${process.env['PATH']}` }
}

const NO_GPUS = { PATH: '' }

test('readEnvironment tells what the process runs in, and as what', async () => {
  const project = makeProject()
  const facts = await readEnvironment({
    project: project.folder,
    argv: ['node', 'x.ts', '--lr=1'],
    cwd: '/somewhere',
    env: NO_GPUS,
  })
  expect(facts).toMatchObject({
    runtime: { name: 'node', version: process.version, execArgv: process.execArgv },
    os: { platform: process.platform, arch: process.arch },
    host: hostname(),
    cwd: '/somewhere',
    argv: ['node', 'x.ts', '--lr=1'],
    pid: process.pid,
    gpu: [],
    packageManager: null,
    missing: [],
  })
  expect(facts.runtime.versions['v8']).toBe(process.versions.v8)
  expect(facts.cpu.count).toBeGreaterThan(0)
  expect(facts.memory.total).toBeGreaterThan(2 ** 20)
  expect(facts.user).not.toBe('')
  expect(facts.os.release).not.toBe('')
})

describe('of GPUs, readEnvironment tells', () => {
  const read = async (env: NodeJS.ProcessEnv, timeoutMs = 200_000) => {
    const { gpu, missing } = await readEnvironment({ project: makeProject().folder, env, cwd: process.cwd(), timeoutMs })
    return { gpu, missing }
  }

  test('name, memory and driver of each', async () => {
    const env = withGpus(
      'test "$1 $2" = "--query-gpu=name,memory.total,driver_version --format=csv,noheader" || exit 9\n' +
        'echo "NVIDIA A100-SXM4-40GB, 40960 MiB, 535.54.03"\necho "Quadro, Special, [N/A], 535.54.03"',
    )
    expect(await read(env)).toEqual({
      gpu: [
        { name: 'NVIDIA A100-SXM4-40GB', memory: '40960 MiB', driver: '535.54.03' },
        { name: 'Quadro, Special', memory: null, driver: '535.54.03' },
      ],
      missing: [],
    })
  })

  test('none where there is no driver', async () => {
    expect(await read(NO_GPUS)).toEqual({ gpu: [], missing: [] })
  })

  test('that they cannot be read, and why', async () => {
    expect(await read(withGpus('echo "NVIDIA-SMI has failed."\nexit 9'))).toEqual({
      gpu: [],
      missing: ['GPUs: nvidia-smi failed: NVIDIA-SMI has failed.'],
    })
    expect(await read(withGpus('exit 9'))).toEqual({ gpu: [], missing: ['GPUs: nvidia-smi failed with exit code 9'] })
  })

  test('that they took too long', async () => {
    expect(await read(withGpus('sleep 1000000'), 300)).toEqual({ gpu: [], missing: ['GPUs: nvidia-smi took longer than 0.3 s'] })
  })
})

describe('of package managers, readEnvironment tells', () => {
  test.each([
    ['package-lock.json', 'npm'],
    ['pnpm-lock.yaml', 'pnpm'],
    ['yarn.lock', 'yarn'],
    ['bun.lock', 'bun'],
  ])('by the lockfile %s that it is %s', async (lockfile, name) => {
    const project = makeProject({ 'package.json': '{}', [lockfile]: 'locked' })
    const { packageManager } = await readEnvironment({ project: project.folder, env: NO_GPUS })
    expect(packageManager).toEqual({ name, lockfile, sha256: hash('sha256', 'locked', 'hex') })
  })

  test('of several the one that package.json names', async () => {
    const project = makeProject({
      'package.json': '{"packageManager": "yarn@4.0.0+sha224.aa"}',
      'package-lock.json': '',
      'yarn.lock': '',
    })
    const { packageManager } = await readEnvironment({ project: project.folder, env: NO_GPUS })
    expect(packageManager).toMatchObject({ name: 'yarn', lockfile: 'yarn.lock' })
  })

  test('the lockfile of the workspace around a package', async () => {
    const project = makeProject({ 'pnpm-workspace.yaml': '', 'pnpm-lock.yaml': '', 'packages/a/package.json': '{}' })
    const { packageManager } = await readEnvironment({ project: project.path('packages/a'), env: NO_GPUS })
    expect(packageManager).toMatchObject({ name: 'pnpm', lockfile: '../../pnpm-lock.yaml' })
  })
})
