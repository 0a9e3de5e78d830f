/** Measures one snapshot in this process, and one more, and prints a `Sample`. */
import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureSnapshot } from '../src/snapshot/capture.ts'
import { readImportGraph } from '../src/snapshot/import-graph.ts'

const [, , project = ''] = process.argv

const first = await takeSnapshot()
const again = await takeSnapshot()
console.log(JSON.stringify({ ...first, warmGraph: again.graph, warmCapture: again.capture, copy: copy() }))

/** What the file system takes for the same files. */
function copy(): number {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'runlab-bench-'))
  const started = performance.now()
  const source = join(project, 'src')
  for (const name of readdirSync(source)) writeFileSync(join(folder, name), readFileSync(join(source, name)))
  const elapsed = performance.now() - started
  rmSync(folder, { recursive: true, force: true })
  return elapsed
}

async function takeSnapshot(): Promise<{ graph: number; capture: number; files: number; bytes: number }> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'runlab-bench-'))
  try {
    const started = performance.now()
    const graph = await readImportGraph({ entry: join(project, 'src/m0.ts') })
    const read = performance.now()
    const record = await captureSnapshot({ graph, project, codeFolder: join(folder, 'code') })
    const written = performance.now()
    const bytes = record.files.reduce((sum, { size }) => sum + size, 0)
    return { graph: read - started, capture: written - read, files: record.files.length, bytes }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
