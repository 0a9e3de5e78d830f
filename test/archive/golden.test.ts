import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { listRuns } from '../../src/archive/listing/list-runs.ts'
import { openRun } from '../../src/archive/opening/open-run.ts'
import type { RunReader } from '../../src/api/run.ts'
import { encodeValue } from '../../src/format/tagged-json.ts'
import { FORMAT_VERSION } from '../../src/format/version.ts'

const archives = fileURLToPath(new URL('../fixtures/archives', import.meta.url))
const versions = readdirSync(archives).filter((name) => name.startsWith('format-'))

/** Everything that can be read of a run, as tagged JSON. `expected.json` holds it by the run's path in the archive. */
async function describeRun(run: RunReader): Promise<unknown> {
  const artifacts: Record<string, unknown> = {}
  for (const { name, size, sha256, ...artifact } of Array.from(run.artifacts)) {
    artifacts[name] = {
      size,
      sha256,
      json: name.endsWith('.json') ? await run.artifacts.get(name).json() : null,
      path: artifact.path.slice(run.folder.length),
    }
  }
  const { name, namespace, status, seed, params, meta, values, inputs, environment, snapshot } = run
  const tracked = run.tracked.map((summary) => {
    const series = run.series(summary.name, { context: summary.context })
    const points = Array.from(series, ({ step, time, value }) => ({ step, time, value: withoutFolder(value, run.folder) }))
    return { summary, points }
  })
  return encodeValue({
    name,
    namespace,
    status,
    seed,
    params,
    meta,
    values,
    inputs,
    environment,
    snapshot,
    artifacts,
    tracked,
    log: await run.readLog(),
  })
}

/** The value of a medium says where its file lies now. */
function withoutFolder(value: unknown, folder: string): unknown {
  return JSON.stringify(value).includes(folder) ? { ...(value as object), path: null } : value
}

test('there is an archive of the format that is written now', () => {
  expect(versions).toContain(`format-${FORMAT_VERSION}`)
})

describe.each(versions)('the golden archive %s', (version) => {
  const archive = join(archives, version)
  const expected: Record<string, unknown> = JSON.parse(readFileSync(join(archive, 'expected.json'), 'utf8'))

  test('lists its runs, and no others', () => {
    expect(
      listRuns(archive)
        .map(({ namespace, run }) => `${namespace}/${run}`)
        .toSorted(),
    ).toEqual(Object.keys(expected).toSorted())
  })

  test.each(Object.keys(expected))('reads %s as it always did', async (path) => {
    expect(await describeRun(openRun(join(archive, path)))).toEqual(expected[path])
  })

  test.each(Object.keys(expected))('has the artifacts of %s as they were recorded', async (path) => {
    for (const artifact of openRun(join(archive, path)).artifacts) {
      if (artifact.sha256 === null) continue
      expect(
        createHash('sha256')
          .update(await artifact.bytes())
          .digest('hex'),
      ).toBe(artifact.sha256)
    }
  })
})

describe('special values of format 1', () => {
  const done = openRun(join(archives, 'format-1', 'word_count', '2026-11-23_15-24-12_k3f9'))

  test('come back as they went in', () => {
    const start = new Date(Date.UTC(2026, 10, 23, 15, 24, 12, 345))
    expect(done.values).toStrictEqual({
      metrics: { length: { 0: 19, 1: 10 }, best: { loss: Number.NEGATIVE_INFINITY, ratio: Number.NaN, minus: -0 } },
      when: start,
      counts: new Map<unknown, unknown>([
        ['fox', 1],
        [2, new Set(['a', 3n])],
      ]),
      weights: Float32Array.of(0.5, -1.25),
      rows: [{ 'a/b': undefined }, [1n, null, true]],
      own: { $runlab: 'a key of the user' },
      empty: {},
    })
    expect(done.params).toMatchObject({ limit: Number.POSITIVE_INFINITY, apiKey: undefined, numWords: 20 })
  })

  test('come back from a committed file', async () => {
    expect(await done.artifacts.get('summary.json').json()).toStrictEqual({
      mean: 15,
      missing: Number.NaN,
      since: new Date(Date.UTC(2026, 10, 23, 15, 24, 12, 345)),
    })
  })
})
