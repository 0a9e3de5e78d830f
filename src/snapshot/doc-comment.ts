/** Tags whose text describes; the text of all others is for tools. */
const DESCRIBING = new Set([
  'description',
  'desc',
  'file',
  'fileoverview',
  'overview',
  'packagedocumentation',
  'summary',
  'remarks',
])
const LIST_ITEM = /^(?:[-*+]|\d+[.)])\s/

/**
 * The text of a doc comment, given without its slashes: without stars and tags, lines joined to paragraphs,
 * paragraphs, lists and fenced code kept.
 */
export function cleanDocComment(comment: string): string {
  return joinLines(describingLines(comment))
    .replace(/\{@link(?:code|plain)?\s+([^}|\s]+)\s*\|?([^}]*)\}/g, (_, target: string, text: string) => text.trim() || target)
    .trim()
}

function* describingLines(comment: string): Generator<string> {
  let isKept = true
  let isCode = false
  for (const raw of comment.replace(/^\*+/, '').split(/\r\n|\r|\n/)) {
    const line = raw.replace(/^\s*\*+ ?/, '').trimEnd()
    if (/^\s*```/.test(line)) isCode = !isCode
    const tag = isCode ? null : /^\s*@(\w+)\s*(.*)$/.exec(line)
    if (tag) isKept = DESCRIBING.has(tag[1]?.toLowerCase() ?? '')
    if (isKept) yield tag ? (tag[2] ?? '') : line
  }
}

function joinLines(lines: Iterable<string>): string {
  let text = ''
  let isCode = false
  for (const line of lines) {
    const isFence = /^\s*```/.test(line)
    const words = line.trim()
    if (isCode || isFence) text += `\n${line}`
    else if (words === '') text += '\n\n'
    else if (LIST_ITEM.test(words) || text.endsWith('\n') || text === '') text += `${text.endsWith('\n') ? '' : '\n'}${words}`
    else text += ` ${words}`
    if (isFence) {
      isCode = !isCode
      if (!isCode) text += '\n'
    }
  }
  return text.replace(/\n{3,}/g, '\n\n').trim()
}
