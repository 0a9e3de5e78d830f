import { expect, test } from 'vitest'
import { planWorkspace } from '../../src/reproduce/workspace/plan-workspace.ts'

test.each([
  ['.', { project: '', code: '' }],
  ['src', { project: '', code: 'src' }],
  ['..', { project: 'lab', code: '' }],
  ['../..', { project: 'ada/lab', code: '' }],
  ['../shared', { project: 'lab', code: 'shared' }],
])('with its code at %s a project and its code lie to one another as they did', (root, plan) => {
  expect(planWorkspace('/home/ada/lab', root)).toEqual(plan)
})

test.each(['/etc', '../../../..', '../../../../../etc'])('code from %s has no place in a workspace', (root) => {
  expect(planWorkspace('/home/ada/lab', root)).toBeNull()
})
