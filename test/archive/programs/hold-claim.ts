// Claims a folder again and again, and says each time whether it was alone in it. It is killed at any moment.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as otherTurn } from 'node:timers/promises'
import { claimFolder } from '../../../src/archive/claims/folder-claim.ts'
import { describeProcess, judgeLiveness } from '../../../src/archive/claims/liveness.ts'
import { parseAliveRecord } from '../../../src/format/records.ts'

const folder = process.argv[2] ?? ''
const inside = join(folder, 'inside')

const me = JSON.stringify(describeProcess())

/** Whether no process that lives says that it is in the folder, too. */
function isAlone(): boolean {
  if (!existsSync(inside)) return true
  return judgeLiveness(parseAliveRecord(JSON.parse(readFileSync(inside, 'utf8')), { file: inside })) === 'dead'
}

/** At once, as a process may be killed while it writes. */
function enter(): void {
  writeFileSync(`${inside}-${process.pid}`, me)
  renameSync(`${inside}-${process.pid}`, inside)
}

process.send?.('ready')
await new Promise((resolve) => process.once('message', resolve))
for (;;) {
  const claim = claimFolder(folder)
  if (claim === null) {
    await otherTurn()
    continue
  }
  const alone = isAlone()
  enter()
  for (let turn = 0; turn < 20; turn++) await otherTurn()
  const stayed = readFileSync(inside, 'utf8') === me
  rmSync(inside)
  claim.release()
  process.send?.(alone && stayed ? 'alone' : 'not alone')
}
