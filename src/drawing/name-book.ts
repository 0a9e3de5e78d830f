import { FILES } from '../format/files.ts'
import { seriesPath } from '../format/series-path.ts'

/** What pictures end with. A folder that ended so could have the name of a picture: of the series `a`, and of `a.svg/b`. */
const LIKE_A_FILE = /\.(?:svg|png|mp4|html|csv|jsonl|txt)(?=\/|$)/gi

/** Gives every visual of a run a path of its own. */
export class NameBook {
  readonly #taken = new Set<string>()

  /** Inside of the run, without extension: `visuals/loss/train`. Names are told apart without case, as some file systems do. */
  take(name: string, context: object | null = null, part = ''): string {
    const own = `${seriesPath(name, context)}${part === '' ? '' : `.${part}`}`
    const path = `${FILES.visuals}/${own.replaceAll(LIKE_A_FILE, '$&_')}`
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
