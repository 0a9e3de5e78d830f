/**
 * `npm run soak [-- kills|starts|tracked|attack|damages|pycomex|reproduce|suite] [NUMBER…]`: runs that take minutes and hold the promises about
 * crashes and crowds to the letter. NUMBER is how many runs, in place of as many as the soak says; of `attack`, and of `damages`
 * which is a part of it, the seed, then how many archives. `attack`, `damages`, `pycomex`, `reproduce` and `suite` run when they are named.
 */
import { soakAttack, soakDamages } from './attack/run.ts'
import { soakKills } from './kills.ts'
import { soakPycomex } from './pycomex.ts'
import { soakReproduce } from './reproduce.ts'
import { soakStarts } from './starts.ts'
import { soakSuite } from './suite.ts'
import { soakTracked } from './tracked.ts'

/** A line of the table. */
export interface Finding {
  readonly what: string
  readonly value: string
  readonly isFault?: boolean
}

const SOAKS: Readonly<Record<string, (...numbers: readonly number[]) => Promise<readonly Finding[]>>> = {
  attack: soakAttack,
  damages: soakDamages,
  kills: soakKills,
  pycomex: soakPycomex,
  reproduce: soakReproduce,
  starts: soakStarts,
  suite: soakSuite,
  tracked: soakTracked,
}

/** Run only where they are named. */
const LONG = new Set(['attack', 'damages', 'pycomex', 'reproduce', 'suite'])

const isNumber = (argument: string): boolean => /^\d+$/.test(argument)
const asked = process.argv.slice(2).filter((argument) => !isNumber(argument))
const numbers = process.argv.slice(2).filter(isNumber).map(Number)
const unknown = asked.filter((name) => !Object.hasOwn(SOAKS, name))
if (unknown.length > 0) {
  console.error(`There is no soak ${unknown.join(', ')}. There are: ${Object.keys(SOAKS).join(', ')}.`)
  process.exit(2)
}
for (const [name, soak] of Object.entries(SOAKS)) {
  if (asked.length > 0 ? !asked.includes(name) : LONG.has(name)) continue
  const findings = await soak(...numbers)
  console.log(`\n${name}\n${'─'.repeat(80)}`)
  for (const { what, value, isFault } of findings)
    console.log(`${what.padEnd(56)}${value.padStart(16)}  ${isFault === true ? 'FAULT' : ''}`.trimEnd())
  if (findings.some(({ isFault }) => isFault === true)) process.exitCode = 1
}
