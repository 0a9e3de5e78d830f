/**
 * `npm run soak [-- kills|starts|tracked|suite] [COUNT]`: runs that take minutes and hold the promises about crashes and crowds
 * to the letter. COUNT is how many runs, in place of as many as the soak says. `suite` takes hours, and runs when it is named.
 */
import { soakKills } from './kills.ts'
import { soakStarts } from './starts.ts'
import { soakSuite } from './suite.ts'
import { soakTracked } from './tracked.ts'

/** A line of the table. */
export interface Finding {
  readonly what: string
  readonly value: string
  readonly isFault?: boolean
}

const SOAKS: Readonly<Record<string, (count?: number) => Promise<readonly Finding[]>>> = {
  kills: soakKills,
  starts: soakStarts,
  suite: soakSuite,
  tracked: soakTracked,
}

/** Run only where they are named. */
const LONG = new Set(['suite'])

const isCount = (argument: string): boolean => /^[1-9]\d*$/.test(argument)
const asked = process.argv.slice(2).filter((argument) => !isCount(argument))
const count = process.argv.slice(2).find(isCount)
const unknown = asked.filter((name) => !Object.hasOwn(SOAKS, name))
if (unknown.length > 0) {
  console.error(`There is no soak ${unknown.join(', ')}. There are: ${Object.keys(SOAKS).join(', ')}.`)
  process.exit(2)
}
for (const [name, soak] of Object.entries(SOAKS)) {
  if (asked.length > 0 ? !asked.includes(name) : LONG.has(name)) continue
  const findings = await soak(count === undefined ? undefined : Number(count))
  console.log(`\n${name}\n${'─'.repeat(80)}`)
  for (const { what, value, isFault } of findings)
    console.log(`${what.padEnd(56)}${value.padStart(16)}  ${isFault === true ? 'FAULT' : ''}`.trimEnd())
  if (findings.some(({ isFault }) => isFault === true)) process.exitCode = 1
}
