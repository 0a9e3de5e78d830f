import { soakKills } from '../kills.ts'
import type { Finding } from '../run.ts'
import type { AttackRow } from './attack-row.ts'
import { badPrograms } from './bad-programs.ts'
import { damagedArchives } from './damaged-archives.ts'
import { hostileArchives } from './hostile-archives.ts'
import { plantedSecrets } from './planted-secrets.ts'

/** What the attack consists of, in this order. A part takes the seed, and how many archives are damaged. */
const PARTS: readonly ((seed: number, count: number) => Promise<readonly AttackRow[]>)[] = [
  hostileArchives,
  damagedArchives,
  plantedSecrets,
  kills,
  async () => await badPrograms(),
]

const KILLS = 20
const ARCHIVES = 1000

/** Attacks runlab in all ways that are known, and says what broke: the same seed does the same again, but for kills. */
export async function soakAttack(seed = 1, count = ARCHIVES): Promise<readonly Finding[]> {
  const rows: AttackRow[] = []
  // oxlint-disable-next-line no-await-in-loop -- one at a time: each takes the machine
  for (const part of PARTS) rows.push(...(await part(seed, count)))
  return findingsOf(rows)
}

/** The part of it that takes long when there are many. */
export async function soakDamages(seed = 1, count = ARCHIVES): Promise<readonly Finding[]> {
  return findingsOf(await damagedArchives(seed, count))
}

function findingsOf(rows: readonly AttackRow[]): readonly Finding[] {
  return rows.flatMap(({ what, tried, found, detail }) => [
    { what, value: `${found} of ${tried}`, isFault: found > 0 },
    ...(detail === '' ? [] : [{ what: `  ${detail}`, value: '' }]),
  ])
}

async function kills(): Promise<readonly AttackRow[]> {
  const faults = (await soakKills(KILLS)).filter(({ isFault }) => isFault === true)
  const [first] = faults
  return [
    {
      what: 'runs killed at random moments',
      tried: KILLS,
      found: faults.length,
      detail: first === undefined ? 'every archive loads, and lost at most 250 ms' : `${first.what}: ${first.value}`,
    },
  ]
}
