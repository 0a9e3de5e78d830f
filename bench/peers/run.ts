/**
 * `node --import @oxc-node/core/register bench/peers/run.ts [PEER …]`: does the same tracking with runlab and with Python's
 * libraries for it, side by side, and prints one table. Makes a Python environment for each in .cache/peers/.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureKills } from './kills.ts'
import { checkReader, measureSpeed, median, prepareStore, type Sample, type Store } from './measure.ts'
import type { Figures, Peer, Row } from './peer.ts'
import { preparePeer, ROWS as PYTHON_ROWS } from './peers.ts'
import { findPython, isPyPiThere, type Python } from './python.ts'
import { prepareRunlab, ROWS as RUNLAB_ROWS } from './runlab.ts'
import { drawNotes, drawTable } from './table.ts'

const ROUNDS = 3

/** A row while it is measured. */
interface Subject {
  readonly row: Row
  readonly figures: Figures
  readonly work: string
  readonly samples: Sample[]
  peer?: Peer
  store?: Store
}

const rows = chooseRows(process.argv.slice(2))
const python = findPython()
if (python === undefined) console.log('Python 3.9 or newer with venv is not there: nothing to compare runlab to.')
else await compare(python)

async function compare(found: Python): Promise<void> {
  const work = mkdtempSync(join(realpathSync(tmpdir()), 'runlab-peers-'))
  try {
    const subjects = rows.map((row, index) => ({ row, figures: {}, work: join(work, String(index)), samples: [] }) as Subject)
    if (!(await prepare(subjects, found))) {
      console.log('PyPI is not there, and no peer is installed: nothing to compare runlab to.')
      return
    }
    await measure(subjects)
    const measured = subjects.map(({ row, figures, peer }) => ({ row, figures, version: peer?.version }))
    const command = ['node --import @oxc-node/core/register bench/peers/run.ts', ...process.argv.slice(2)].join(' ')
    const machine = {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      node: process.version,
      python: found.version,
      command,
    }
    console.log(`${drawTable(measured)}\n\n${drawNotes(measured, machine)}`)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Installs what is missing. False where nothing can be, and nothing is. */
async function prepare(subjects: readonly Subject[], found: Python): Promise<boolean> {
  let isReachable: boolean | undefined
  for (const subject of subjects) {
    const { row, work } = subject
    mkdirSync(work, { recursive: true })
    await attempt(subject, 'preparing', () => {
      if (isReachable === false && row.id !== 'runlab') throw new Error('not installed: PyPI is not there')
      subject.peer = row.id === 'runlab' ? prepareRunlab(row, work) : preparePeer(row, found, work)
    })
    if (row.id !== 'runlab' && subject.peer === undefined) isReachable ??= isPyPiThere(found)
  }
  return isReachable !== false || subjects.some(({ row, peer }) => row.id !== 'runlab' && peer !== undefined)
}

/** Rounds go through all peers, so that none has the machine's bad minute for itself. */
async function measure(subjects: readonly Subject[]): Promise<void> {
  for (const subject of subjects) {
    await withPeer(subject, 'starting', async (peer) => {
      const same = subjects.find(({ row, store }) => row.id === peer.id && store !== undefined)
      subject.store = same?.store ?? (await prepareStore(peer, subject.work))
      if (same === undefined) subject.figures.empty = subject.store.empty
      await checkReader(peer, { store: subject.store, work: subject.work })
    })
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const subject of subjects.filter(({ row }) => row.points > 0)) {
      await withPeer(subject, 'tracking with', async (peer) => {
        const folder = join(subject.work, `speed-${round}`)
        subject.samples.push(await measureSpeed(peer, { store: storeOf(subject), folder }))
        rmSync(folder, { recursive: true, force: true })
      })
    }
  }
  for (const subject of subjects) summarise(subject)
  for (const subject of subjects.filter(({ row }) => row.kills.length > 0)) {
    await withPeer(subject, 'killing', async (peer) => {
      for (const scenario of peer.kills) {
        subject.figures[scenario] = await measureKills(peer, scenario, { store: storeOf(subject).folder, work: subject.work })
      }
    })
  }
}

function summarise({ row, samples, figures, store }: Subject): void {
  if (samples.length === 0 || store === undefined) return
  figures.call = median(samples.map(({ call }) => call))
  figures.finished = ((median(samples.map(({ rest }) => rest)) - store.rest) * 1e6) / row.points
  figures.bytes = (median(samples.map(({ size }) => size)) - store.size) / row.points
}

function storeOf({ row, store }: Subject): Store {
  if (store === undefined) throw new Error(`${row.name} was not started yet.`)
  return store
}

/** Nothing where the peer is not there, or something went wrong with it already. */
async function withPeer(subject: Subject, doing: string, body: (peer: Peer) => Promise<void>): Promise<void> {
  const { peer, figures } = subject
  if (peer !== undefined && figures.problem === undefined) await attempt(subject, doing, () => body(peer))
}

/** What goes wrong is the row's, and ends nothing else. */
async function attempt({ row, figures }: Subject, doing: string, body: () => void | Promise<void>): Promise<void> {
  const started = performance.now()
  process.stderr.write(`${doing} ${row.name} … `)
  try {
    await body()
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    figures.problem = line.slice(0, 100)
  }
  process.stderr.write(`${((performance.now() - started) / 1000).toFixed(1)} s\n`)
}

function chooseRows(asked: readonly string[]): readonly Row[] {
  const all = [...RUNLAB_ROWS, ...PYTHON_ROWS]
  const ids = new Set(all.map(({ id }) => id))
  const unknown = asked.filter((id) => !ids.has(id))
  if (unknown.length > 0) {
    console.error(`There is no peer ${unknown.join(', ')}. There are: ${[...ids].join(', ')}.`)
    process.exit(2)
  }
  return asked.length === 0 ? all : all.filter(({ id }) => asked.includes(id))
}
