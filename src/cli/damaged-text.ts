import { shortRunName } from '../format/run-name.ts'

/** What to do about runs of which something cannot be read; null for none. */
export function damagedText(runs: readonly { readonly run: string }[]): string | null {
  const [first] = runs
  if (first === undefined) return null
  const which =
    runs.length === 1
      ? `1 run is damaged: runlab verify ${shortRunName(first.run)}`
      : `${runs.length} runs are damaged: runlab verify --all`
  return `${which} says what is wrong`
}
