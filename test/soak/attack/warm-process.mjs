// Runs command lines one after the other in one process, which spares each the start of Node: a message is a command line, the
// answer what it has printed. `points FOLDER` reads a whole run. Started in the project, with the loader.
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { main } from '../../../src/cli/main.ts'
import { RunlabError } from '../../../src/errors.ts'
import { countPoints } from './count-points.mjs'

let stdout = ''
let stderr = ''
const taking = (take) => (text, encoding, done) => {
  take(String(text))
  const called = typeof encoding === 'function' ? encoding : done
  if (called !== undefined) process.nextTick(called)
  return true
}
process.stdout.write = taking((text) => (stdout += text))
process.stderr.write = taking((text) => (stderr += text))

process.on('message', async (args) => {
  stdout = stderr = ''
  let code = 0
  try {
    if (args[0] === 'points') stdout = String(await countPoints({ RunlabError, loadRun }, args[1]))
    else code = await main(args)
  } catch (error) {
    code = 70
    stderr += error instanceof Error ? error.stack : String(error)
  }
  process.send({ code, stdout, stderr, kilobytes: process.resourceUsage().maxRSS })
})
process.send('ready')
