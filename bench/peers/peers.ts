/** The libraries that runlab is compared to, each by its recommended fast path, and without what it records by itself. */
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { writeFlags, type Peer, type Row } from './peer.ts'
import type { Command } from './process.ts'
import { makeEnvironment, readVersion, type Python } from './python.ts'

const programs = fileURLToPath(new URL('python', import.meta.url))

interface PythonRow extends Row {
  /** How the library's program is to use it, where there are several ways. */
  readonly way?: string
}

const BOTH = ['hot', 'quiet'] as const

export const ROWS: readonly PythonRow[] = [
  {
    id: 'pycomex',
    name: 'PyComex',
    points: 1_000_000,
    kills: BOTH,
    note: 'Experiment.track; no desktop notification; finishing includes the plot that it draws of every series',
  },
  {
    id: 'tensorboard',
    name: 'TensorBoard',
    points: 20_000,
    kills: BOTH,
    note: "EventFileWriter, as torch's SummaryWriter uses it, without torch and TensorFlow; keeps values as float32",
  },
  {
    id: 'mlflow',
    name: 'MLflow async',
    points: 5000,
    kills: BOTH,
    note: 'log_metric(synchronous=False) with a buffer of 1 s, on a local sqlite store, which is its default',
  },
  {
    id: 'mlflow',
    name: 'MLflow log_batch',
    points: 5000,
    kills: ['hot'],
    way: 'batch',
    note: "log_batch of 1,000 points on the same store; what is lost is in the program's own list",
  },
  {
    id: 'trackio',
    name: 'Trackio',
    points: 50_000,
    kills: BOTH,
    note: 'Run.log into local sqlite, no Space, no machine metrics',
  },
  {
    id: 'wandb',
    name: 'W&B offline',
    points: 10_000,
    kills: BOTH,
    note: 'Run.log, WANDB_MODE=offline, no machine metrics, no console; it writes from a process of its own, which lives on',
  },
  {
    id: 'wandb',
    name: 'W&B, all killed',
    points: 0,
    kills: ['hot'],
    killsAll: true,
    note: 'the process that writes is killed, too',
  },
  {
    id: 'aim',
    name: 'Aim',
    points: 10_000,
    kills: BOTH,
    note: 'Run.track into a local repository, no machine metrics, no terminal output; read after `aim storage reindex`',
  },
  {
    id: 'sacred',
    name: 'Sacred',
    points: 300_000,
    kills: BOTH,
    note: 'log_scalar, FileStorageObserver; it writes every 10 s (its default), which is more than the runs live that are killed',
  },
  {
    id: 'dvclive',
    name: 'DVCLive next_step',
    points: 1000,
    kills: BOTH,
    note: 'log_metric and next_step, no dvc.yaml, no DVC experiment; the time per point grows with the number of points',
  },
  {
    id: 'dvclive',
    name: 'DVCLive step',
    points: 20_000,
    kills: [],
    way: 'step',
    note: 'log_metric with `live.step` set by hand in place of next_step',
  },
]

/** Throws where the library cannot be installed. */
export function preparePeer(row: PythonRow, python: Python, home: string): Peer {
  const interpreter = makeEnvironment(row.id, python)
  // Nothing leaves the machine, nothing is drawn on a display, and nothing is written into the user's home folder.
  const env = {
    ...process.env,
    HOME: home,
    DO_NOT_TRACK: '1',
    DVC_NO_ANALYTICS: '1',
    HF_HUB_OFFLINE: '1',
    MLFLOW_DISABLE_TELEMETRY: 'true',
    MPLBACKEND: 'agg',
    PYTHONDONTWRITEBYTECODE: '1',
    WANDB_MODE: 'offline',
  }
  const command = (args: readonly string[]): Command => ({ file: interpreter, args, cwd: home, env })
  const program = join(programs, `${row.id}_peer.py`)
  return {
    ...row,
    version: readVersion(interpreter, row.id),
    bare: command(['-c', 'pass']),
    command: (task) => command([program, ...writeFlags(task), ...(row.way === undefined ? [] : ['--way', row.way])]),
  }
}
