import { expect, test } from 'vitest'
import { rankOf } from '../../../src/runtime/life/ranks.ts'

test.each([
  ['of torchrun and the like', { RANK: '3', WORLD_SIZE: '4' }, { rank: 3, size: 4 }],
  ['of a step of Slurm with several tasks', { SLURM_PROCID: '1', SLURM_STEP_NUM_TASKS: '2' }, { rank: 1, size: 2 }],
  ['of runlab itself, before all others', { RUNLAB_RANK: '0', RANK: '3', WORLD_SIZE: '4' }, { rank: 0, size: 4 }],
  ['of runlab itself alone', { RUNLAB_RANK: '7' }, { rank: 7, size: null }],
  ['none without a launcher', {}, null],
  ['none of a RANK whose world nobody names', { RANK: '3' }, null],
  ['none in a world of one', { RANK: '0', WORLD_SIZE: '1' }, null],
  ['none of a step of one task, in a job of many', { SLURM_PROCID: '0', SLURM_STEP_NUM_TASKS: '1', SLURM_NTASKS: '8' }, null],
  ['none of a batch script, which is no step', { SLURM_PROCID: '0', SLURM_NTASKS: '8' }, null],
  ['none of what is no number', { RANK: 'first', WORLD_SIZE: '4', RUNLAB_RANK: '' }, null],
] as const)('a rank is %s', (_, env, expected) => {
  expect(rankOf(env)).toEqual(expected)
})

test.each(['-1', '1.5', 'one'])('RUNLAB_RANK=%s is FLAG_INVALID', (value) => {
  expect(() => rankOf({ RUNLAB_RANK: value })).toThrow(
    expect.objectContaining({
      code: 'FLAG_INVALID',
      message: `RUNLAB_RANK cannot be ${value}: expected a whole number, 0 or more.`,
    }),
  )
})
