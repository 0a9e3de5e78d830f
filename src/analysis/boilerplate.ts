/** What the starting point of an analysis tells about its run. */
export interface BoilerplateFacts {
  readonly experiment: string
  readonly run: string
  readonly params: Readonly<Record<string, unknown>>
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

/** The text of a run's `analysis.ts`: loads the run it lies beside, with its parameters typed, and prints what there is. */
export function analysisBoilerplate({ experiment, run, params }: BoilerplateFacts): string {
  const fields = Object.entries(params).map(
    ([name, value]) => `  ${IDENTIFIER.test(name) ? name : JSON.stringify(name)}: ${typeText(value)}\n`,
  )
  return `// Starting point for an analysis of run ${run} of ${experiment}.
// Run it from here:  node --import runlab/register analysis.ts
import { loadRun } from 'runlab'

interface Parameters {
${fields.join('')}}

const run = await loadRun<Parameters>(import.meta.dirname)

console.log(\`\${run.namespace}/\${run.name}: \${run.status} after \${run.meta.duration} s, seed \${run.seed}\`)
console.log('parameters', run.params)
console.log('values', run.values)
for (const { name, kind, count, last } of run.tracked) {
  console.log('series', name, kind, count, 'points', last ?? '')
}
for (const artifact of run.artifacts) {
  console.log('artifact', artifact.name, artifact.size, 'bytes')
}
`
}

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
