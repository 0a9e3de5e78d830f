/** Verdicts, one a line: what a run that was interrupted has found so far. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { Verdict } from './judge.ts'
import { nameOf } from './operators.ts'
import type { Mutation } from './operators.ts'

export class VerdictFile {
  readonly #file: string
  readonly #stamp: string
  readonly #verdicts = new Map<string, Verdict>()

  /** Those of other versions, by their stamp, are left out. */
  constructor(file: string, stamp: string) {
    this.#file = file
    this.#stamp = stamp
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
    for (const line of lines) {
      const { stamp: of, ...verdict } = JSON.parse(line) as Verdict & { readonly stamp: string }
      if (of === stamp) this.#verdicts.set(keyOf(verdict.site), verdict)
    }
  }

  /** The last verdict on a mutation. */
  of(mutation: Mutation): Verdict | undefined {
    return this.#verdicts.get(keyOf(mutation))
  }

  add(verdict: Verdict): void {
    const { site, killedBy, seconds, stage } = verdict
    this.#verdicts.set(keyOf(site), verdict)
    appendFileSync(this.#file, `${JSON.stringify({ stamp: this.#stamp, ...verdict })}\n`)
    const said = killedBy !== null ? `killed by ${killedBy}` : stage === 'unit' ? 'survived the unit tests' : 'SURVIVED'
    process.stderr.write(`${this.#verdicts.size}: ${site.file}:${site.line} ${site.operator}: ${said}, ${seconds.toFixed(0)} s\n`)
  }
}

const keyOf = (mutation: Mutation): string => JSON.stringify(nameOf(mutation))
