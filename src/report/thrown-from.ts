import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FILES } from '../format/files.ts'
import { codeFrame } from '../internal/code-frame.ts'
import type { ReportRun } from './report-run.ts'

const LONGEST_STACK = 20_000
const LARGEST_SOURCE = 2_000_000

/** Where an error was thrown. */
export interface ThrownFrom {
  /** Path in the run. */
  readonly file: string
  readonly line: number
  /** The lines around it. */
  readonly frame: string
  /** Whether the file was changed while the run began: it may not be what ran. */
  readonly isDoubtful: boolean
}

/** The lines around the innermost place of the stack that lies in code that was archived. */
export function thrownFrom({ run, files }: Pick<ReportRun, 'run' | 'files'>, stack: string): ThrownFrom | null {
  const { snapshot, meta } = run
  if (snapshot === null) return null
  const archived = new Map(snapshot.files.map(({ path, source }) => [posix.join(meta.base_path, source), path]))
  for (const place of placesOf(stack)) {
    const path = archived.get(place.path)
    if (path === undefined) continue
    const file = `${FILES.code}/${path}`
    const text = files.read(file, { first: LARGEST_SOURCE })?.toString('utf8')
    if (text === undefined || text.split('\n').length < place.line) return null
    const frame = codeFrame(text, place, { before: 4, after: 4 })
    return { file, line: place.line, frame, isDoubtful: snapshot.changed.includes(path) }
  }
  return null
}

interface StackPlace {
  readonly path: string
  readonly line: number
  readonly column: number
}

function* placesOf(stack: string): Generator<StackPlace> {
  for (const line of stack.slice(0, LONGEST_STACK).split('\n').slice(0, 100)) {
    const found = /^\s+at (?:.* \()?(?<path>(?:file:\/\/)?\/.*):(?<line>\d{1,9}):(?<column>\d{1,9})\)?$/.exec(line)?.groups
    const path = toPath(found?.['path'])
    if (path !== null) yield { path, line: Number(found?.['line']), column: Number(found?.['column']) }
  }
}

function toPath(written: string | undefined): string | null {
  if (written === undefined) return null
  if (!written.startsWith('file:')) return written
  return URL.canParse(written) && !/%2f/i.test(written) ? fileURLToPath(written) : null
}
