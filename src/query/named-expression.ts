import { runlabError } from '../errors.ts'

/** An expression, and how its column is called where that is said: `accuracy = data.val.accuracy`. */
export interface NamedExpression {
  readonly name: string | null
  readonly expression: string
}

/** A = that stands alone, which no expression has: texts in quotes, and ==, <=, >= and != are no such. */
const PARTS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[=!<>]=|(=)/g

/** Reads `NAME=expression`, or an expression alone; a name may be in quotes. Throws QUERY_INVALID. */
export function readNamed(text: string): NamedExpression {
  const [found] = [...text.matchAll(PARTS)].filter(([, sign]) => sign !== undefined)
  if (found === undefined) return { name: null, expression: text }
  const name = text
    .slice(0, found.index)
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
  const expression = text.slice(found.index + 1).trim()
  const reason = reasonAgainst(name, expression)
  if (reason !== null) throw runlabError('QUERY_INVALID', { text, at: found.index, reason, suggestion: null, fields: [] })
  return { name, expression }
}

function reasonAgainst(name: string, expression: string): string | null {
  if (name === '') return 'There is no name before ='
  if (expression === '') return `There is no expression behind ${name}=`
  // A filter where a column was asked for.
  if (/^(?:params|data|series)[.[]/.test(name)) return 'Before = stands the name of a column; to compare is =='
  return null
}
