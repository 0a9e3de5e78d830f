import { join } from 'node:path'
import type { VisualOptions, VisualRules } from '../api/visual.ts'
import { readDocument } from './read-document.ts'
import { FILES } from '../format/files.ts'
import { flag, fieldsOf, number, recordOf, text } from '../format/json-parsers.ts'
import type { Parse } from '../format/json-parsers.ts'

const rule: Parse<VisualOptions | false> = (value, place) => {
  if (value === false) return false
  const read = fieldsOf(value, place)
  const known = <T>(key: string, parse: Parse<T>): T | undefined => read<T | undefined>(key, parse, () => undefined)
  return {
    title: known('title', text),
    unit: known('unit', text),
    step: known('step', text),
    log: known('log', flag),
    smoothing: known('smoothing', number),
    colour: known('colour', text),
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
