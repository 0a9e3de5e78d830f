// Makes a run's folder as soon as it is told to, and says which. With `debug`, it then works there as a run would.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { createRunFolder } from '../../../src/archive/creation/create-run-folder.ts'
import { describeProcess } from '../../../src/archive/claims/liveness.ts'
import { RunWriter } from '../../../src/archive/writing/run-writer.ts'
import { sampleMeta } from '../support/sample-meta.ts'

const [archive = '', namespace = '', mode = ''] = process.argv.slice(2)

process.once('message', () => {
  const tail = mode === 'same tails' ? nextOf(['aaaa', 'bbbb', `${process.pid}`]) : () => randomBytes(4).toString('hex')
  const debug = mode === 'debug'
  const { folder, run } = createRunFolder({ archive, namespace, debug, now: new Date(2026, 10, 23, 15, 24, 12), tail })
  if (debug) work(folder, run)
  else process.send?.({ run }, () => process.disconnect())
})
process.send?.('ready')

function work(folder: string, run: string): void {
  const writer = new RunWriter(folder)
  writer.writeAlive(describeProcess())
  writer.writeMeta(sampleMeta({ run, status: 'running', debug: true }))
  writeFileSync(join(folder, 'mine.txt'), String(process.pid))
  process.send?.({ run })
  process.once('message', () => {
    process.send?.({ intact: existsSync(join(folder, 'mine.txt')) && existsSync(join(folder, 'experiment_meta.json')) }, () =>
      process.disconnect(),
    )
  })
}

function nextOf(tails: readonly string[]): () => string {
  let i = 0
  return () => tails[Math.min(i++, tails.length - 1)] ?? ''
}
