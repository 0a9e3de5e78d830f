// Seals the journal of a run, to be killed meanwhile. argv: the run's folder. Says when it begins, and when it has ended.
import { writeSync } from 'node:fs'
import { sealTracked } from '../../../../src/tracking/sealing/seal.ts'

const [, , run = ''] = process.argv
await import('../../../../src/tracking/sealing/compact.ts')
writeSync(1, 'begins\n')
await sealTracked(run, 'runlab test')
writeSync(1, 'ends\n')
