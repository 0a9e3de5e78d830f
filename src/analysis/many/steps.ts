import { isAbsolute } from 'node:path'

/** What a script or notebook over many runs is written for. Expressions are those of `runlab list --where`. */
export interface ManyRunsFacts {
  /** Its name, and that of the files it makes. */
  readonly name: string
  /** The folder it lies in, for those who start it. */
  readonly folder: string
  /** Names of the experiments. */
  readonly experiments: readonly string[]
  /** How many runs there are now. */
  readonly runs: number
  /** The command that asked for it. */
  readonly command: string
  /** The archive, from the folder of the script; absolute where it lies outside of the project. */
  readonly archive: string
  readonly namespace: string | undefined
  readonly where: string | undefined
  /** What varies, as expressions; nothing where all runs are repeats. */
  readonly by: readonly string[]
  readonly values: readonly Measured[]
  /** What the figure shows: a series, or one of the values. */
  readonly figure: string
}

/** A number that runs have. */
export interface Measured {
  readonly label: string
  readonly expression: string
  /** Which is better, where the experiment says so. */
  readonly direction: 'max' | 'min' | null
}

/** A piece of code that stands for itself: a paragraph of a script, a cell of a notebook. */
export interface Step {
  readonly title: string
  readonly lines: readonly string[]
  /** What the terminal shows of it. */
  readonly printed?: string
  /** What a notebook shows of it: a type of content, and the expression that gives it. */
  readonly shown?: readonly [type: string, expression: string]
}

/** What both begin with, beside their imports and `here`, the folder they lie in. */
export function settings({ namespace, where, by, values }: ManyRunsFacts): readonly string[] {
  const selection = Object.entries({ namespace, where }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${quoted(value)}`],
  )
  return [
    `/** Which runs: \`where\` is what \`runlab list --where\` takes. */`,
    `const selection = ${selection.length === 0 ? '{}' : `{ ${selection.join(', ')} }`}`,
    by.length === 0
      ? '/** Nothing varied but the seed when this was written. Parameters make groups: `params.name`. */'
      : '/** What varies: runs that agree in these are one group. */',
    `const by: string[] = ${list(by)}`,
    `const values = ${list(values.map(({ expression }) => expression))}`,
  ]
}

/** Load, tabulate, group, plot, LaTeX: each needs `here`, `archive` and the settings. */
export function stepsOf({ name, values, figure }: ManyRunsFacts): readonly Step[] {
  const [first] = values
  const expression = first?.expression ?? 'duration'
  const isLeast = first?.direction === 'min'
  const what = `${isLeast ? 'lowest' : 'highest'} ${first?.label ?? 'duration'}`
  return [
    {
      title: 'Load: each run has parameters, values, series, artifacts and log',
      lines: [
        `for await (const run of archive.runs({ ...selection, sort: [${quoted(`${isLeast ? '' : '-'}${expression}`)}], limit: 1 }))`,
        `  console.log(${quoted(`${what}:`)}, \`\${run.namespace}/\${run.name}\`, run.params)`,
      ],
    },
    {
      title: 'Tabulate: a line a run',
      lines: [
        'const table = await archive.table({ ...selection, columns: [...by, ...values] })',
        `writeFileSync(join(here, ${quoted(`${name}.csv`)}), table.csv())`,
        `console.log(table.rows.length, ${quoted(`runs in ${name}.csv`)})`,
      ],
    },
    {
      title: 'Plot: a figure over runs, and what its caption has to say',
      lines: [
        `const figure = await plotRuns(archive.runs(selection), { of: ${quoted(figure)}, by, paper: true })`,
        `for (const file of [${quoted(`${name}.svg`)}, ${quoted(`${name}.pdf`)}]) console.log(await saveFigure(join(here, file), figure))`,
        `console.log((figure.notes ?? []).join('\\n'))`,
      ],
      shown: ['image/svg+xml', `readFileSync(join(here, ${quoted(`${name}.svg`)}), 'utf8')`],
    },
    {
      title: 'Group: mean and spread over runs of one group, here and as LaTeX for the paper',
      lines: [
        'const groups = await archive.groups({ ...selection, by, values })',
        `writeFileSync(join(here, ${quoted(`${name}.tex`)}), groups.latex(${values.some(({ direction }) => direction !== null) ? '{ best: true }' : ''}))`,
      ],
      printed: 'console.log(groups.markdown())',
      shown: ['text/markdown', 'groups.markdown()'],
    },
  ]
}

/** In one sentence, what is asked. */
export function questionOf({ runs, experiments, by, values }: ManyRunsFacts): string {
  const of = `${runs} ${runs === 1 ? 'run' : 'runs'} of ${experiments.join(', ')}`
  const measured = values.map(({ label }) => label).join(', ')
  return by.length === 0
    ? `${measured} of ${of}`
    : `${measured} by ${by.map((text) => text.replace(/^params\./, '')).join(', ')}, of ${of}`
}

const list = (texts: readonly string[]): string => `[${texts.map(quoted).join(', ')}]`

/** The archive as an expression: from `here`, so that a project can be moved, where it lies inside of it. */
export function archiveExpression({ archive }: ManyRunsFacts): string {
  return isAbsolute(archive) ? quoted(archive) : `join(here, ${quoted(archive)})`
}

/** Text as TypeScript, between the quotes that need the fewest backslashes. */
export function quoted(text: string): string {
  const json = JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
  return text.includes("'") ? json : `'${json.slice(1, -1).replaceAll('\\"', '"')}'`
}
