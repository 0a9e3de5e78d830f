import type { EndingRecord } from '../../format/records.ts'
import type { Interruption } from './interruption.ts'

type Forced = Extract<Interruption, { readonly kind: 'forced' }>

/** What `.runlab/ending.json` says of an end by force. */
export function forcedFacts(forced: Forced | null): Pick<EndingRecord, 'why' | 'grace'> {
  return { why: forced?.why ?? null, grace: forced === null || forced.grace === null ? null : forced.grace / 1000 }
}

/** Says to the user that a run was ended by force, and why. */
export function forcedText({ signal, why, grace }: Forced): string {
  switch (why) {
    case 'no answer':
      return `The run did not answer ${signal} and was ended by force: its hooks did not run.`
    case 'did not end':
      return `The run had read e.signal but did not end within ${(grace ?? 0) / 1000} s after ${signal}, and was ended by force: its hooks did not run.`
    case 'did not finish':
      return `Hooks and finalising did not end in time after ${signal}: the run was ended by force.`
    case 'second signal':
      return `A second ${signal} came: the run was ended by force, and what was left of its hooks did not run.`
  }
}
