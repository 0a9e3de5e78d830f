/** What capturing code costs: a project of 200 local modules, read and written, in a fresh process and again in the same. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Row } from './row.ts'

const ROUNDS = 9
const MODULES = 200
const LOADER = import.meta.resolve('@oxc-node/core/register')
const CHILD = fileURLToPath(new URL('snapshot-child.ts', import.meta.url))

/** What the child measures, in milliseconds and bytes. */
export interface Sample {
  readonly graph: number
  readonly capture: number
  readonly warmGraph: number
  readonly warmCapture: number
  /** The same files read and written one by one, without runlab. */
  readonly copy: number
  readonly files: number
  readonly bytes: number
}

export async function measure(): Promise<readonly Row[]> {
  const project = createProject()
  try {
    const samples = Array.from({ length: ROUNDS }, () => sample(project))
    const [first] = samples
    if (first?.files !== MODULES + 2) throw new Error(`${first?.files} files were captured.`)
    const median = (of: (one: Sample) => number): number =>
      samples.map(of).toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN
    return [
      { name: 'snapshot: import graph, cold', value: median((one) => one.graph), unit: 'ms' },
      { name: 'snapshot: graph and capture, cold', value: median((one) => one.graph + one.capture), unit: 'ms', bar: 150 },
      { name: 'snapshot: import graph, again', value: median((one) => one.warmGraph), unit: 'ms' },
      { name: 'snapshot: graph and capture, again', value: median((one) => one.warmGraph + one.warmCapture), unit: 'ms' },
      { name: 'snapshot: copying the files alone', value: median((one) => one.copy), unit: 'ms' },
      { name: `snapshot: size of ${MODULES} modules`, value: first.bytes / 1000, unit: 'kB' },
    ]
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}

function sample(project: string): Sample {
  const printed = execFileSync(process.execPath, ['--import', LOADER, CHILD, project], { encoding: 'utf8' })
  return JSON.parse(printed) as Sample
}

/** Modules of about 130 lines that import one another, by TypeScript's and by JavaScript's extension. */
function createProject(): string {
  const project = mkdtempSync(join(realpathSync(tmpdir()), 'runlab-bench-'))
  mkdirSync(join(project, 'src'))
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(project, 'tsconfig.json'), '{ "compilerOptions": { "strict": true, "paths": { "@/*": ["./src/*"] } } }')
  for (let index = 0; index < MODULES; index++) {
    const imported = [2 * index + 1, 2 * index + 2, (index * 7 + 3) % MODULES].filter(
      (other) => other < MODULES && other !== index,
    )
    const imports = imported.map(
      (other) => `import { f${other} } from '${['./', '@/'][other % 2]}m${other}.${['ts', 'js'][index % 2]}'`,
    )
    const uses = imported.map((other) => `f${other}`).join(', ')
    const body = Array.from(
      { length: 40 },
      (_, line) =>
        `/** Adds ${line} to the length of a text. */\nexport function g${index}_${line}(text: string): number {\n  return text.length + ${line}\n}`,
    )
    writeFileSync(
      join(project, `src/m${index}.ts`),
      [...imports, ...body, `export const f${index} = (): unknown[] => [${uses}]`, ''].join('\n'),
    )
  }
  return project
}
