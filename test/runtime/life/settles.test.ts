import { expect, test } from 'vitest'
import { runlabError } from '../../../src/errors.ts'
import { settles } from '../../../src/runtime/life/settles.ts'

const toError = (): Error => runlabError('RUN_NEVER_SETTLES', {})

test('what a promise gives is passed on, and what it throws', async () => {
  expect(await settles(Promise.resolve(1), toError)).toBe(1)
  await expect(settles(Promise.reject(new Error('as asked')), toError)).rejects.toThrow('as asked')
})

test('a promise that is still open when the process has nothing left to do is given up: RUN_NEVER_SETTLES', async () => {
  const waiting = settles(new Promise(() => undefined), toError)
  process.emit('beforeExit', 0)
  await expect(waiting).rejects.toMatchObject({ code: 'RUN_NEVER_SETTLES' })
})

test('any number may be waited for, without a warning, and no listener is left', async () => {
  const before = [process.listenerCount('beforeExit'), process.getMaxListeners()]
  const warnings: Error[] = []
  const listen = (warning: Error): unknown => warnings.push(warning)
  process.on('warning', listen)
  const open: (() => void)[] = []
  const all = Array.from({ length: 30 }, () => settles(new Promise<void>((done) => open.push(done)), toError))
  for (const done of open) done()
  await Promise.all(all)
  await new Promise((done) => setImmediate(done))
  process.off('warning', listen)
  expect(warnings).toEqual([])
  expect([process.listenerCount('beforeExit'), process.getMaxListeners()]).toEqual(before)
})
