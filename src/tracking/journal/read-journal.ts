import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { RunlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { json } from '../../format/json-parsers.ts'
import type { ValueTree } from '../../format/value-tree.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { readRegular } from '../../internal/regular-file.ts'

/** How often reading starts anew because the run goes on writing meanwhile. */
const MOST_TRIES = 20
const NEWLINE = 10

/**
 * The values of a run that goes on, or was killed: what `readDocument` gives, and what was set since. A line that was cut
 * off by a kill is left out. Takes no lock: where segments come or go meanwhile, it reads again.
 */
export function readWithJournal(folder: string, readDocument: () => ValueTree): ValueTree {
  for (let tries = 1; ; tries++) {
    const segments = listSegments(folder)
    const tree = readDocument()
    const isWhole = segments.every((name) => applySegment(tree, join(folder, FILES.journal, name)))
    if (tries >= MOST_TRIES || (isWhole && listSegments(folder).join() === segments.join())) return tree
  }
}

function listSegments(folder: string): readonly string[] {
  try {
    return readdirSync(join(folder, FILES.journal))
      .filter((name) => /^values-\d+\.jsonl$/.test(name))
      .toSorted()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return []
    throw error
  }
}

/** False when the segment is gone. */
function applySegment(tree: ValueTree, file: string): boolean {
  try {
    // As bytes: a segment may be longer than a string can be.
    const bytes = readRegular(file)
    for (let from = 0, to = bytes.indexOf(NEWLINE); to >= 0; from = to + 1, to = bytes.indexOf(NEWLINE, from)) {
      applyLine(tree, bytes.toString('utf8', from, to), file)
    }
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false
    throw error
  }
}

function applyLine(tree: ValueTree, line: string, file: string): void {
  try {
    const record: unknown = JSON.parse(line)
    if (!isPlainObject(record) || typeof record['key'] !== 'string') return
    tree.setEncoded(record['key'], json(record['value'], { file, key: 'value' }))
  } catch (error) {
    // Half of a line, after a full disk; or a value below what a later one, which the document holds already, has made a leaf.
    if (!(error instanceof SyntaxError) && !(error instanceof RunlabError)) throw error
  }
}
