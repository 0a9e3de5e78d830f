import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ParameterMeta } from '../../src/format/meta.ts'
import { majorOf } from '../../src/reproduce/find-node.ts'
import { findInstalled, isSatisfied } from '../../src/reproduce/inspect/installed-packages.ts'
import { inspectMachine, inspectNode, inspectParameters, inspectSeed } from '../../src/reproduce/inspect/inspect-run.ts'
import { storedVariables } from '../../src/reproduce/stored-environment.ts'
import { ENVIRONMENT, metaOf } from '../analysis/compare/compared-runs.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

describe('what a run is reproduced with', () => {
  test.each([
    ['the same Node', 'v20.19.0', null, 'same'],
    ['another of the same major version', 'v20.20.1', null, 'differs'],
    ['another major version, with the right one at hand', 'v24.0.0', '/opt/node20', 'same'],
    ['another major version alone', 'v24.0.0', null, 'differs'],
  ])('%s', (_, present, found, state) => {
    expect(inspectNode(ENVIRONMENT, present, found)).toMatchObject([{ part: 'node', state }])
  })

  test('a Node that is missed is said with how to get it', () => {
    expect(inspectNode(ENVIRONMENT, 'v24.0.0', null)[0]?.advice).toContain('Install Node 20')
    expect(majorOf('v9.1.0')).toBe(9)
  })

  test('secrets are asked for, masked values block unless they are given, defaults do not', () => {
    const masked: ParameterMeta = {
      value: null,
      type: 'json',
      description: null,
      usable: false,
      default: null,
      source: 'code',
      redacted: true,
    }
    const meta = metaOf({
      parameters: {
        key: { ...masked, type: 'secret', source: 'environment' },
        options: masked,
        plain: { ...masked, source: 'default' },
      },
    })
    expect(
      inspectParameters({ meta }, new Set()).map(({ state, text }) => [state, text.includes('key') || text.includes('options')]),
    ).toEqual([
      ['asks', true],
      ['blocks', true],
    ])
    expect(inspectParameters({ meta }, new Set(['options']))).toHaveLength(1)
  })

  test('a run that was started in process may have drawn while it loaded', () => {
    expect(inspectSeed({ meta: metaOf({ mode: 'in-process', load_seed: null }) })).toMatchObject([
      { state: 'same' },
      { state: 'differs' },
    ])
    expect(inspectSeed({ meta: metaOf({ mode: 'supervised' }) })).toHaveLength(1)
  })

  test('variables that results depend on are set as they were, others are compared', () => {
    const recorded = { ...ENVIRONMENT, env: { TZ: 'UTC', CUDA_HOME: '/a', CI: '1' } }
    const applied = storedVariables(recorded, { TZ: 'CET', NODE_ENV: 'test', HOME: '/root', CUDA_HOME: '/b' })
    expect([...applied]).toEqual([
      ['NODE_ENV', undefined],
      ['TZ', 'UTC'],
    ])
    const now = { ...recorded, env: { TZ: 'CET', CUDA_HOME: '/b', CI: '1' }, cpu: { model: 'Other', count: 2 } }
    expect(inspectMachine(recorded, now, new Set(applied.keys())).map(({ text }) => text)).toEqual([
      'processors: 8 × Model became 2 × Other',
      '$CUDA_HOME: /a became /b',
    ])
  })

  test('packages are looked for as code finds them, and have to have the version of the lockfile', () => {
    const folder = tempFolder()
    for (const [name, version] of [
      ['a', '1.0.0'],
      ['@s/b', '2.0.0'],
    ] as const) {
      mkdirSync(join(folder, 'node_modules', name), { recursive: true })
      writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ version }))
    }
    const locked = new Map([
      ['a', ['1.0.0']],
      ['@s/b', ['2.1.0', '1.0.0']],
    ])
    const found = findInstalled(['a', '@s/b', 'c'], { from: join(folder, 'deep/er'), locked })
    expect(found.map(({ name, installed }) => [name, installed])).toEqual([
      ['a', '1.0.0'],
      ['@s/b', '2.0.0'],
      ['c', null],
    ])
    expect(found.map(isSatisfied)).toEqual([true, false, false])
  })
})
