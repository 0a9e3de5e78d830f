import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { specify } from '../../../src/experiment/define.ts'
import { param } from '../../../src/parameters/param.ts'
import { realSystem } from '../../../src/runtime/system.ts'
import { refuseParameters } from '../../../src/sweep/definition/check-parameters.ts'
import type { SweepRequest } from '../../../src/sweep/definition/sweep-request.ts'
import { readSpace } from '../../../src/sweep/space/define-space.ts'

const meta = { url: pathToFileURL('/project/fit.ts').href }
const fit = specify(meta, {
  parameters: { rate: param.number(0.1, { min: 0 }), layers: param.integer(1), key: param.secret({ env: 'KEY_OF_TEST' }) },
  run() {},
})
const tree = specify(meta, { parameters: { rate: 0.1, depth: 3 }, run() {} })
const loadedOf = (label: string, specification: typeof fit) => ({ label, specification, exportName: null })

async function problemsOf(
  request: Partial<Pick<SweepRequest, 'fixed' | 'enqueue'>>,
  space: unknown,
  loaded = [loadedOf('fit', fit)],
): Promise<readonly string[]> {
  const whole = { fixed: {}, enqueue: [], ...request } as unknown as SweepRequest
  try {
    await refuseParameters(whole, readSpace(space), loaded, { ...realSystem(), env: { KEY_OF_TEST: 'k' } })
    return []
  } catch (error) {
    expect(error).toMatchObject({ code: 'PARAMETERS_INVALID' })
    return (error as Error).message.split('\n').filter((line) => !line.startsWith(' '))
  }
}

test('a secret is neither varied nor fixed: a sweep is recorded', async () => {
  const refused = await problemsOf({ fixed: { key: 'hunter2' } }, { rate: [0.1, 0.2] })
  expect(refused.join()).toContain('it is a secret, and trials are recorded')
  expect(refused.join()).not.toContain('hunter2')
  expect(await problemsOf({}, { key: ['a', 'b'] })).toContainEqual(expect.stringContaining('it is a secret'))
})

test('what is tried first has names that vary, values that the experiment takes, and says which one of several', async () => {
  const refused = await problemsOf(
    { enqueue: [{ rate: -1 }, { raet: 0.1 }, { layers: 2.5 }, { rate: 0.3 }] },
    { rate: [0.1], layers: [1, 2] },
  )
  expect(refused).toHaveLength(3)
  for (const said of ['"rate" cannot be -1', '"raet"', '"layers" cannot be 2.5']) expect(refused.join()).toContain(said)
  const both = [loadedOf('fit', fit), loadedOf('tree', tree)]
  const space = {
    experiment: ['fit', 'tree'],
    rate: [0.1, 0.2],
    depth: { choice: [1, 2], when: 'experiment == "tree"' },
  }
  const which = await problemsOf(
    { enqueue: [{ rate: 0.1 }, { experiment: 'tree', depth: 'x' }, { experiment: 'tree', depth: 2 }] },
    space,
    both,
  )
  expect(which.join()).toContain('"enqueue: experiment" cannot be left out: expected one of fit, tree')
  expect(which.join()).toContain('"depth" cannot be "x"')
})
