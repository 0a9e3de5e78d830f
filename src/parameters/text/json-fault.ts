const SPACE = /[ \t\n\r]*/y
const TOKEN =
  /[{}[\],:]|"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?|true|false|null/y

type Next = 'value' | 'first item' | 'key' | 'first key' | 'colon' | 'separator' | 'end'

/** What is wrong with a text that is no JSON, and where, counting characters from 1. Null when it is JSON after all. */
export function findJsonFault(text: string): string | null {
  const open: string[] = []
  let awaited: Next = 'value'
  for (let at = skipSpace(text, 0); ; at = skipSpace(text, at)) {
    if (at === text.length) return awaited === 'end' ? null : text.trim() === '' ? 'it is empty' : 'it ends too early'
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)?.[0]
    const next: Next | null = token === undefined ? null : follow(awaited, token, open)
    if (next === null) return `${describe(text, at, token)} at character ${at + 1}`
    awaited = next
    at += token?.length ?? 0
  }
}

function skipSpace(text: string, from: number): number {
  SPACE.lastIndex = from
  return from + (SPACE.exec(text)?.[0].length ?? 0)
}

/** What has to come after a token; null when it may not stand there. */
function follow(awaited: Next, token: string, open: string[]): Next | null {
  switch (awaited) {
    case 'end':
      return null
    case 'colon':
      return token === ':' ? 'value' : null
    case 'separator':
      if (token === ',') return open.at(-1) === '{' ? 'key' : 'value'
      return close(token, open)
    case 'first key':
      if (token === '}') return close(token, open)
      return token.startsWith('"') ? 'colon' : null
    case 'key':
      return token.startsWith('"') ? 'colon' : null
    case 'first item':
      if (token === ']') return close(token, open)
      return startValue(token, open)
    case 'value':
      return startValue(token, open)
  }
}

function startValue(token: string, open: string[]): Next | null {
  if ('}],:'.includes(token)) return null
  if (token === '[' || token === '{') {
    open.push(token)
    return token === '[' ? 'first item' : 'first key'
  }
  return open.length === 0 ? 'end' : 'separator'
}

function close(token: string, open: string[]): Next | null {
  const opening = token === ']' ? '[' : token === '}' ? '{' : null
  if (opening === null || open.pop() !== opening) return null
  return open.length === 0 ? 'end' : 'separator'
}

function describe(text: string, at: number, token: string | undefined): string {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  if (token === undefined && character === '"') return 'a text that does not end'
  return character === "'" ? 'a single quote, where JSON has double ones,' : `unexpected ${JSON.stringify(character)}`
}
