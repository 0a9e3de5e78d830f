import { FILES } from '../format/files.ts'
import { seriesPath } from '../format/series-path.ts'

/** Gives every visual of a run a path of its own. */
export class NameBook {
  readonly #taken = new Set<string>()

  /** Inside of the run, without extension: `visuals/loss/train`. Names are told apart without case, as some file systems do. */
  take(name: string, context: object | null = null, part = ''): string {
    const path = `${FILES.visuals}/${seriesPath(name, context)}${part === '' ? '' : `.${part}`}`
    for (let n = 1; ; n++) {
      const candidate = n === 1 ? path : `${path}~${n}`
      if (this.#taken.has(candidate.toLowerCase())) continue
      this.#taken.add(candidate.toLowerCase())
      return candidate
    }
  }

  /** Keeps the path of a file that is there, whatever its extension. */
  reserve(file: string): void {
    this.#taken.add(file.replace(/\.[^./]+$/, '').toLowerCase())
  }
}
