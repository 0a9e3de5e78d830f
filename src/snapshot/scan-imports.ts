/** How a file names another. `asset`: `new URL('./x', import.meta.url)`, `fork('./x')` and the like. */
export interface ImportReference {
  readonly specifier: string
  readonly kind: 'import' | 'require' | 'asset'
}

export interface FoundReference extends ImportReference {
  readonly form: 'static' | 'dynamic' | 'call' | 'asset' | 'reference'
  /** Where what was recognised begins, and where the name in it does. */
  readonly start: number
  readonly at: number
}

interface Pattern extends Pick<FoundReference, 'form' | 'kind'> {
  readonly pattern: RegExp
  /** Which group of the pattern holds the name. */
  readonly group: number
  readonly toSpecifier?: (name: string) => string
}

const GAP = String.raw`(?:\s|/\*[^]*?\*/|//[^\n]*\n)*`
const LITERAL = String.raw`(['"\x60])((?:(?!\1)[^\n\\])+)\1`
const LITERALS = new RegExp(LITERAL, 'g')
const CALL = String.raw`${GAP}\(${GAP}${LITERAL}${GAP}`
const DIRNAME = String.raw`(?:__dirname|import\.meta\.dirname)`

const PATTERNS: readonly Pattern[] = [
  { form: 'static', kind: 'import', group: 2, pattern: build(String.raw`\b(?:from|import)${GAP}(['"])((?:(?!\1)[^\n\\])+)\1`) },
  { form: 'dynamic', kind: 'import', group: 2, pattern: build(String.raw`\bimport(?:\.(?:defer|source))?${CALL}[,)]`) },
  { form: 'call', kind: 'import', group: 2, pattern: build(String.raw`\bimport\.meta\.resolve${CALL}[,)]`) },
  { form: 'call', kind: 'require', group: 2, pattern: build(String.raw`(?<![.\w$])require(?:\.resolve)?${CALL}[,)]`) },
  // Threads and programs that are started, loader hooks that are registered.
  {
    form: 'asset',
    kind: 'asset',
    group: 2,
    pattern: build(String.raw`\b(?:Worker|fork|register)${CALL}[,)]`),
    toSpecifier: asPath,
  },
  { form: 'asset', kind: 'asset', group: 2, pattern: build(String.raw`\bURL${CALL},`), toSpecifier: asPath },
  // join(__dirname, 'a', 'b.js')
  {
    form: 'asset',
    kind: 'asset',
    group: 1,
    pattern: build(String.raw`${DIRNAME}((?:${GAP},${GAP}(['"\x60])[^'"\x60\n]+\2)+)${GAP}\)`),
    toSpecifier: (list) => asPath([...list.matchAll(LITERALS)].map((match) => match[2]).join('/')),
  },
  // __dirname + '/a.js', and the same in a template
  {
    form: 'asset',
    kind: 'asset',
    group: 1,
    pattern: build(String.raw`${DIRNAME}(?:\}|\s*\+\s*['"\x60])(/[^'"\x60$\n]+)['"\x60]`),
    toSpecifier: (path) => `.${path}`,
  },
  {
    form: 'reference',
    kind: 'asset',
    group: 1,
    pattern: /^\s*\/\/\/\s*<reference\s+path\s*=\s*['"]([^'"\n]+)['"]/dgm,
    toSpecifier: asPath,
  },
]

/** Most modules have none of the forms that are no imports: one look for all of them halves the time. */
const OTHERS = /\brequire|\bURL|dirname|Worker|\bfork|\bregister|<reference/

function build(pattern: string): RegExp {
  return new RegExp(pattern, 'gd')
}

/** Names of files need not look relative where they are. */
function asPath(name: string): string {
  return /^(?:\.{0,2}\/|file:)/.test(name) ? name : `./${name}`
}

/**
 * Finds everything in a module's text that looks like the import of a literal name, without parsing it, sorted by place.
 * Finds all that is there, and may find more: names in comments and strings.
 */
export function scanImports(text: string): FoundReference[] {
  const found: FoundReference[] = []
  const hasOthers = OTHERS.test(text)
  for (const { form, kind, pattern, group, toSpecifier } of PATTERNS) {
    if (kind !== 'import' && !hasOthers) continue
    for (const match of text.matchAll(pattern)) {
      const name = match[group]
      if (!name || name.includes('${')) continue
      const specifier = toSpecifier ? toSpecifier(name) : name
      found.push({ form, kind, specifier, start: match.index, at: match.indices?.[group]?.[0] ?? match.index })
    }
  }
  return found.sort((a, b) => a.at - b.at)
}

/**
 * Whether what was found is beyond doubt: statements at the start of a line, calls with no text before them in theirs,
 * none in a comment or a template. Only where this is false is a parser needed to tell names in comments and strings apart.
 */
export function isBeyondDoubt(text: string, found: readonly FoundReference[]): boolean {
  const marks = /`|\/\*|\*\//g
  let backticks = 0
  let open = -1
  let close = -1
  let mark = marks.exec(text)
  for (const { form, start, at } of found) {
    if (form === 'reference') continue
    for (; mark && mark.index < start; mark = marks.exec(text)) {
      if (mark[0] === '`') backticks++
      else if (mark[0] === '/*') open = mark.index
      else close = mark.index
    }
    if (backticks % 2 === 1 || open > close) return false
    const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, at - 1)
    if (/\/[/*]/.test(line)) return false
    if (form === 'static' ? !/^\s*(?:(?:import|export)\b[^'"`]*|[\w$\s,]*\}\s*from\s*)$/.test(line) : /^\s*\*|['"`]/.test(line))
      return false
  }
  return true
}
