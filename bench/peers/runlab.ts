/** runlab as a row among its peers: the same tasks by `runlab run`, from the built package. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeFlags, type Peer, type Row } from './peer.ts'
import type { Command } from './process.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export const ROWS: readonly Row[] = [
  {
    id: 'runlab',
    name: 'runlab',
    points: 2_000_000,
    kills: ['hot', 'quiet'],
    note: '`runlab run` of a TypeScript file; calls are noted in batches of 64, before they are made: up to 64 lost ones too many',
  },
  { id: 'runlab', name: 'runlab, all killed', points: 0, kills: ['hot'], killsAll: true, note: 'its supervisor is killed, too' },
]

/**
 * The side file is that of protocol.py, but for the times: one for 64 points. Node cannot map it into memory, and a system call
 * for every point would make the loop slower than tracking does.
 */
const PROGRAM = `
import { openSync, writeFileSync, writeSync } from 'node:fs'
import { defineExperiment } from 'runlab'

const BATCH = 64
const QUIET_POINTS = 1000

export const experiment = defineExperiment(import.meta, {
  parameters: { mode: 'empty', points: 0, side: '', out: '' },
  run(e) {
    const { mode, points, side, out } = e.params
    const track = (value: number) => e.track('loss', value)
    if (mode === 'hot') trackUntilKilled(track, side, Infinity)
    else if (mode === 'quiet') trackUntilKilled(track, side, QUIET_POINTS)
    else {
      const values = Float64Array.from({ length: points }, () => Math.random())
      const begun = Date.now()
      const started = process.hrtime.bigint()
      for (let index = 0; index < points; index++) e.track('loss', values[index]!)
      const nanoseconds = Number(process.hrtime.bigint() - started)
      writeFileSync(out, JSON.stringify({ begun, nanoseconds }))
    }
  },
})

function trackUntilKilled(track: (value: number) => void, side: string, limit: number): void {
  const file = openSync(side, 'w')
  const header = new Float64Array([0, process.pid])
  const time = new Float64Array(1)
  for (let index = 0; index < limit; ) {
    const end = Math.min(limit, index + BATCH)
    time[0] = Date.now()
    writeSync(file, time, 0, 8, 16 + (8 * index) / BATCH)
    header[0] = end
    writeSync(file, header, 0, 16, 0)
    for (; index < end; index++) track(index)
  }
  let number = 1
  for (;;) number = (number * 48271) % 2147483647
}
experiment.runIfMain()
`

/** Prints what protocol.py's \`compare\` gives of every folder. */
const READER = `
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadRun } from 'runlab'

const text = { type: 'string' }
const options = { folder: { ...text, multiple: true }, side: { ...text, multiple: true, default: [] }, points: text, out: text }
const { values: asked } = parseArgs({ options, allowPositionals: true })
const results = []
for (const [place, folder] of asked.folder.entries()) results.push(await compare(folder, see(asked.side[place])))
writeFileSync(asked.out, JSON.stringify(results))

function see(side) {
  if (side === undefined) return { returned: Number(asked.points), times: [], counts: false }
  const [returned, _pid, ...times] = new Float64Array(new Uint8Array(readFileSync(side)).buffer)
  return { returned, times, counts: true }
}

async function compare(folder, { returned, times, counts }) {
  const isFound = new Uint8Array(returned)
  let wrong = 0
  try {
    for (const { steps, values } of await read(folder)) {
      for (let place = 0; place < values.length; place++) {
        if (steps[place] >= returned) continue
        isFound[steps[place]] = 1
        if (counts && values[place] !== steps[place]) wrong++
      }
    }
  } catch (error) {
    console.error(error)
    return { returned, problem: String(error) }
  }
  const oldest = isFound.indexOf(0)
  const lost = isFound.reduce((sum, bit) => sum - bit, returned)
  return { returned, lost, wrong, oldest: oldest < 0 ? null : times[Math.floor(oldest / 64)] }
}

/** The series of every run that tracked something. */
async function read(folder) {
  const archive = join(folder, 'tracking')
  const names = readdirSync(archive).filter((name) => !name.startsWith('.'))
  const runs = await Promise.all(names.map((name) => loadRun(join(archive, name))))
  return runs.filter((run) => run.params.mode !== 'empty').map((run) => run.series('loss'))
}
`

/** Throws where runlab cannot be built. */
export function prepareRunlab(row: Row, work: string): Peer {
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'pipe', encoding: 'utf8' })
  const project = join(work, 'project')
  mkdirSync(join(project, 'node_modules'), { recursive: true })
  symlinkSync(root, join(project, 'node_modules/runlab'), 'dir')
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(project, 'tracking.ts'), PROGRAM)
  writeFileSync(join(project, 'read.mjs'), READER)
  const command = (args: readonly string[]): Command => ({ file: process.execPath, args, cwd: project, env: process.env })
  const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }).version
  return {
    ...row,
    version,
    bare: command(['-e', '0']),
    command: (task) => {
      if (task.mode === 'read') return command([join(project, 'read.mjs'), ...writeFlags(task)])
      const bin = join(project, 'node_modules/runlab/dist/bin.cjs')
      const { mode, points, sides, out, folders } = task
      const flags = ['--mode', mode, '--points', String(points), `--side=${sides[0] ?? ''}`, `--out=${out}`]
      return command([bin, 'run', join(project, 'tracking.ts'), '--results', folders[0] ?? '', ...flags])
    },
  }
}
