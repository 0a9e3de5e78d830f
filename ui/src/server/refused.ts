import type { Refusal } from '../../../src/server/protocol.ts'

/** The server has said why it does not answer, or cannot be reached. */
export class Refused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}
