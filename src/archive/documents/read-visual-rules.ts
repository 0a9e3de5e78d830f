import { join } from 'node:path'
import type { VisualOptions, VisualRules } from '../../api/visual.ts'
import { readDocument } from './read-document.ts'
import { FILES } from '../../format/files.ts'
import { flag, fieldsOf, number, recordOf, text } from '../../format/json-parsers.ts'
import type { Parse } from '../../format/json-parsers.ts'

/** Letters of a title that are drawn: one of an archive from elsewhere may have millions, which take hours to lay out. */
const MOST_LETTERS = 1000

const shortText: Parse<string> = (value, place) => text(value, place).slice(0, MOST_LETTERS)

const rule: Parse<VisualOptions | false> = (value, place) => {
  if (value === false) return false
  const read = fieldsOf(value, place)
  const known = <T>(key: string, parse: Parse<T>): T | undefined => read<T | undefined>(key, parse, () => undefined)
  return {
    title: known('title', shortText),
    unit: known('unit', shortText),
    step: known('step', shortText),
    log: known('log', flag),
    smoothing: known('smoothing', number),
    colour: known('colour', shortText),
    frameRate: known('frameRate', number),
    showStep: known('showStep', flag),
    order: known('order', number),
  }
}

/** How the experiment of a run wanted its series drawn; by nothing but default where it did not say. Throws ARCHIVE_FORMAT. */
export function readVisualRules(folder: string): VisualRules {
  const file = join(folder, FILES.rules)
  const document = readDocument(file)
  return document === undefined ? {} : recordOf(rule)(document, { file })
}
