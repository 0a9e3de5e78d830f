import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { codeFrame } from '../../internal/code-frame.ts'
import { isOwnFile } from './package-files.ts'

/** Where something is in a file. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** The first frame of an error's stack that lies in a file of the user's. */
export function placeOfThrow(error: Error): Place | null {
  const stack: unknown = error.stack
  for (const frame of typeof stack === 'string' ? stack.split('\n') : []) {
    const [, path, line, column] = /(?:\(|at (?:async )?)((?:file:\/\/)?\/[^()]+?):(\d+):(\d+)\)?$/.exec(frame) ?? []
    if (path === undefined || /[\\/]node_modules[\\/]/.test(path)) continue
    const file = toPath(path)
    if (isOwnFile(file) || !existsSync(file)) continue
    return { file, line: Number(line), column: Number(column) }
  }
  return null
}

/** The code at that place, as it is now; null where there is none. Never throws. */
export function frameOfThrow(thrown: unknown): string | null {
  try {
    const place = thrown instanceof Error ? placeOfThrow(thrown) : null
    return place === null ? null : codeFrame(readFileSync(place.file, 'utf8'), place)
  } catch {
    return null // the file cannot be read any more; the stack says where it was thrown
  }
}

export function toPath(place: string): string {
  return place.startsWith('file:') ? fileURLToPath(place) : place
}
