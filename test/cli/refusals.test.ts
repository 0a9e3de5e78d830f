import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { confirm } from '../../src/cli/confirm.ts'
import { runlabError } from '../../src/errors.ts'
import { sayOnce } from '../../src/cli/say-once.ts'
import { refuseRunning } from '../../src/archive/status/refuse-running.ts'

const nobody = { stdin: new PassThrough(), stderr: new PassThrough() } as never

test('what needs an answer is refused where nobody can give one, and done where it was given', async () => {
  await expect(confirm('delete it', false, nobody)).rejects.toMatchObject({
    code: 'CONFIRMATION_NEEDED',
    message: expect.stringContaining('This would delete it'),
  })
  expect(await confirm('delete it', true, nobody)).toBe(true)
})

test('a run on which a process works, or may, is refused', () => {
  const refusal = (message: string): unknown =>
    expect.objectContaining({ code: 'RUN_RUNNING', message: expect.stringContaining(message) })
  expect(() => refuseRunning('ns/run', 'working', 'deleted')).toThrow(refusal('ns/run is running, and is not deleted'))
  expect(() => refuseRunning('ns/run', 'unknown', 'deleted')).toThrow(refusal('cannot be told'))
  for (const life of ['ended', 'dead', null] as const) refuseRunning('ns/run', life, 'deleted')
})

test('what is wrong with many runs is said once, with how many', () => {
  const refused = (run: string, assignment: string) => runlabError('MODIFY_VALUE', { run, assignment, reason: 'why' })
  const live = (path: string) => runlabError('RUN_RUNNING', { path, what: 'modified', certain: true })
  const tag = runlabError('ANNOTATION_INVALID', { what: 'tag', value: '"a,b"', reason: 'it has a comma' })
  const errors = [refused('a', 'x = 1'), live('a'), tag, refused('b', 'x = 1'), refused('b', 'y = 1'), live('b'), tag]
  expect(sayOnce(errors).map(({ message }) => message)).toEqual([
    'x = 1 is refused for 2 runs: why.',
    '2 runs are running, and are not modified.',
    `2 runs: ${tag.message}`,
    'y = 1 is refused for b: why.',
  ])
  expect(sayOnce([live('a')])[0]?.hint).toBe('Wait until it has ended.')
})
