/**
 * Stands in `run.values` where a value of the archive is damaged, so that all others can be read; `run.get` of its key throws
 * what this says.
 */
export class UnreadableValue extends Error {
  override readonly name = 'UnreadableValue'

  toJSON(): string {
    return String(this)
  }
}
