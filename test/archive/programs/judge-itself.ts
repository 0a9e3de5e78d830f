// Says how it is to be recognised and what it concludes about itself, then lives until it is ended.
import { describeProcess, judgeLiveness } from '../../../src/archive/claims/liveness.ts'

const alive = describeProcess()
console.log(JSON.stringify({ alive, judges: judgeLiveness(alive) }))
setInterval(() => undefined, 1000)
