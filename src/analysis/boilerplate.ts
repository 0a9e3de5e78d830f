/** What the starting point of an analysis tells about its run. */
export interface BoilerplateFacts {
  readonly experiment: string
  readonly run: string
  readonly params: Readonly<Record<string, unknown>>
  /** Whether the experiment declares analyses of its own. */
  readonly hasAnalyses?: boolean
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

/**
 * The text of a run's `analysis.ts`: loads the run that it lies beside, with its parameters typed, repeats its analyses, and shows
 * what there is. Compiles as an ES module and as CommonJS: it says neither `import.meta` nor `await` at the top.
 */
export function analysisBoilerplate({ experiment, run, params, hasAnalyses = false }: BoilerplateFacts): string {
  const fields = Object.entries(params).map(
    ([name, value]) => `  ${IDENTIFIER.test(name) ? name : JSON.stringify(name)}: ${typeText(value)}\n`,
  )
  return `// Yours to edit: an analysis of run ${run} of ${experiment}. runlab writes this file once, and never again.
// Run it:  npx runlab analyse PATH/TO/analysis.ts
//     or:  node --import runlab/register analysis.ts
import { join } from 'node:path'

const runlab = import('runlab').catch((error: Error): never => {
  if (!error.message.includes("'runlab'")) throw error
  console.error(\`There is no package 'runlab' beside \${process.argv[1]} or in a folder above. Install it there: npm install runlab\`)
  process.exit(1)
})

interface Parameters {
${fields.join('')}}

async function main(): Promise<void> {
  const { ${hasAnalyses ? 'analyseRun, ' : ''}loadRun, openArchive, saveFigure } = await runlab
  const run = await loadRun<Parameters>(process.argv[1] ?? '.')
${hasAnalyses ? REPEAT : ''}
  console.log(\`\${run.namespace}/\${run.name}: \${run.status} after \${run.meta.duration} s, seed \${run.seed}\`)
  console.log('parameters', run.params)
  console.log('values', run.values)
  for (const { name, kind, count, last } of run.tracked) console.log('series', name, kind, count, 'points', last ?? '')
  for (const artifact of run.artifacts) console.log('artifact', artifact.name, artifact.size, 'bytes')

  // A series as arrays, and as a picture beside this file.
  const first = run.tracked.find(({ name, kind }) => kind === 'number' && !name.startsWith('system/'))
  if (first !== undefined) {
    const { name, context } = first
    const { steps, values } = run.series(name, { context, kind: 'number' })
    const lines = [{ label: name, x: Array.from(steps), y: Array.from(values, Number) }]
    const figure = { type: 'lines', title: name, x: { label: 'step' }, y: { label: name }, lines } as const
    console.log('picture', await saveFigure(join(run.folder, 'series.svg'), figure))
  }

  // The other runs of the experiment, where this one still lies in its archive.
  const place = join(run.namespace, run.name)
  if (run.folder.endsWith(place)) {
    const archive = openArchive(run.folder.slice(0, -place.length))
    const table = await archive.table({ namespace: run.namespace, limit: 20 })
    console.log(table.markdown())
  }
}

void main()
`
}

const REPEAT = `
  // The experiment's own analyses again, by the code in code/. What they add lies below analysis/.
  if (run.status !== 'running') await analyseRun(run)
`

/** The type of an instance that the archive gives back as it was; of others it keeps the text. */
function instanceText(value: object): string {
  if (value instanceof Map) return 'Map<unknown, unknown>'
  if (value instanceof Set) return 'Set<unknown>'
  const isKept = ArrayBuffer.isView(value) || [ArrayBuffer, RegExp, URL].some((type) => value instanceof type)
  return isKept ? value.constructor.name : 'unknown'
}

/** A TypeScript type that fits the value. */
function typeText(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) {
    const types = [...new Set(value.map(typeText))]
    return types.length === 0 ? 'unknown[]' : types.length === 1 ? `${types[0]}[]` : `(${types.join(' | ')})[]`
  }
  if (value instanceof Date) return 'Date'
  if (typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) return instanceText(value)
    const fields = Object.entries(value).map(
      ([name, item]) => `${IDENTIFIER.test(name) ? name : JSON.stringify(name)}: ${typeText(item)}`,
    )
    return fields.length === 0 ? 'Record<string, unknown>' : `{ ${fields.join('; ')} }`
  }
  return typeof value === 'function' || typeof value === 'symbol' ? 'unknown' : typeof value
}
