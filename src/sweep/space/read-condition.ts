import { runlabError } from '../../errors.ts'
import type { Condition, ConditionTerm, Operator, Scalar } from './condition.ts'

const TOKEN =
  /\s*(?:(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<operator>==|!=|<=|>=|<|>|\bin\b)|(?<mark>&&|\[|\]|,)|(?<word>[A-Za-z_$][\w$.]*))/y

const WORDS: ReadonlyMap<string, Scalar> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

interface Token {
  readonly type: 'text' | 'number' | 'operator' | 'mark' | 'word' | 'end'
  readonly text: string
  readonly at: number
}

/** Reads `layers > 2 && optimizer == "adam"`. Nothing is evaluated. Throws SPACE_TEXT. */
export function readCondition(parameter: string, text: string): Condition {
  const fault = (at: number, reason: string) =>
    runlabError('SPACE_TEXT', {
      parameter,
      text,
      at,
      reason,
      hint: 'A condition is like layers > 2, or optimizer == "adam" && layers in [3, 4].',
    })
  const tokens = tokenise(text, fault)
  let place = 0
  const peek = (): Token => tokens[place] ?? { type: 'end', text: '', at: text.length }
  const take = (expected: string, accepts: (token: Token) => boolean): Token => {
    const token = peek()
    if (!accepts(token))
      throw fault(token.at, `${token.type === 'end' ? 'It ends' : 'Something else stands'} where ${expected} has to be`)
    place++
    return token
  }
  const isMark = (mark: string) => (token: Token) => token.type === 'mark' && token.text === mark
  const scalar = (): Scalar => readScalar(take('a number, a quoted text, true, false or null', isScalar))
  const values = (operator: Operator): readonly Scalar[] => {
    if (operator !== 'in') return [scalar()]
    take('[', isMark('['))
    const list = [scalar()]
    while (isMark(',')(peek())) {
      place++
      list.push(scalar())
    }
    take(']', isMark(']'))
    return list
  }
  const term = (): ConditionTerm => {
    const name = take('the name of a parameter', (token) => token.type === 'word' && !WORDS.has(token.text))
    const operator = take('==, !=, <, <=, >, >= or in', (token) => token.type === 'operator').text as Operator
    return { parameter: name.text.replace(/^params\./, ''), operator, values: values(operator) }
  }
  const terms = [term()]
  while (peek().type !== 'end') {
    take('&& or the end', isMark('&&'))
    terms.push(term())
  }
  return { text, terms }
}

function tokenise(text: string, fault: (at: number, reason: string) => Error): readonly Token[] {
  const tokens: Token[] = []
  const end = text.trimEnd().length
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at
    const groups = TOKEN.exec(text)?.groups
    const start = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0)
    const found = groups && Object.entries(groups).find(([, piece]) => piece !== undefined)
    if (found === undefined) throw fault(start, `${JSON.stringify(text[start])} means nothing here`)
    tokens.push({ type: found[0] as Token['type'], text: found[1] ?? '', at: start })
  }
  return tokens
}

function isScalar(token: Token): boolean {
  return token.type === 'text' || token.type === 'number' || (token.type === 'word' && WORDS.has(token.text))
}

function readScalar({ type, text }: Token): Scalar {
  if (type === 'number') return Number(text)
  if (type === 'word') return WORDS.get(text) ?? null
  return text.slice(1, -1).replaceAll(/\\(.)/g, '$1')
}
