// Says how it is to be recognised, then lives until it is ended.
import { describeProcess } from '../../../src/archive/claims/liveness.ts'

process.on('message', () => undefined)
process.send?.(describeProcess())
