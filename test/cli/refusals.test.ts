import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { confirm } from '../../src/cli/confirm.ts'
import { refuseRunning } from '../../src/cli/refuse-running.ts'

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
