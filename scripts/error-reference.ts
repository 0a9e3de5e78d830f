/** What a catalogue entry makes of its details. */
interface Said {
  readonly message: string
  readonly hint?: string
}

/** An error catalogue: code → what the error says of its details. */
export type Catalogue = Readonly<Record<string, (details: never) => Said>>

const HEAD = `# Errors

Every error that runlab raises on purpose is a \`RunlabError\`: \`code\` is stable, \`message\` says what failed, with which value
and where, \`hint\` what to do, \`details\` holds the facts, \`cause\` the error below. This page is made from the catalogue by
\`node scripts/generate-error-reference.mjs\`; \`…\` stands for what varies.

| code | message | hint |
|---|---|---|
`

/** The reference page of a catalogue, as Markdown. */
export function errorReference(catalogue: Catalogue): string {
  const rows = Object.entries(catalogue).map(([code, entry]) => {
    const said = variants(entry as (details: unknown) => Said)
    return `| \`${code}\` | ${cell(said.map(({ message }) => `${message}`))} | ${cell(said.map(({ hint }) => `${hint ?? ''}`))} |\n`
  })
  return HEAD + rows.join('')
}

/**
 * What an entry can say: with every detail given, then with each one left out in turn. Where an entry needs the detail,
 * it throws or says `null` or `undefined`; that cannot happen, and is dropped.
 */
function variants(entry: (details: unknown) => Said): Said[] {
  const asked = new Set<string>()
  const full = entry(
    new Proxy(
      {},
      {
        get: (_, name) => {
          asked.add(String(name))
          return placeholder()
        },
      },
    ),
  )
  const others = [...asked].flatMap((left) => [null, undefined].map((value) => sayWithout(entry, left, value)))
  return [full, ...others.filter((said): said is Said => said !== null && countNothings(said) === countNothings(full))]
}

function countNothings({ message, hint }: Said): number {
  return `${message} ${hint ?? ''}`.match(/\b(null|undefined)\b/g)?.length ?? 0
}

function sayWithout(entry: (details: unknown) => Said, left: string, value: null | undefined): Said | null {
  try {
    return entry(new Proxy({}, { get: (_, name) => (name === left ? value : placeholder()) }))
  } catch {
    return null // The entry cannot do without this detail.
  }
}

/** Stands for any detail: reads as `…`, and as a list of one that reads as `…`. */
function placeholder(): unknown {
  const known: Readonly<Record<PropertyKey, unknown>> = {
    [Symbol.toPrimitive]: () => '…',
    toString: () => '…',
    toJSON: () => '…',
    join: () => '…',
    map: (each: (item: unknown) => unknown) => [each(placeholder())],
    length: 1,
  }
  return new Proxy({}, { get: (_, name) => (name in known ? known[name] : placeholder()) })
}

/** A table's cell with the different texts among these, one below the other. */
function cell(texts: readonly string[]): string {
  const different = [...new Set(texts)].filter((text) => text !== '')
  return different
    .map((text) => text.trimEnd().replaceAll('|', '\\|').replaceAll('<', '&lt;').replace(/\n+/g, '<br>'))
    .join('<br>or: ')
}
