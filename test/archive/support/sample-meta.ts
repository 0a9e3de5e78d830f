import type { RunMeta } from '../../../src/format/meta.ts'

/** The metadata of a run that is done; `changes` on top. */
export function sampleMeta(changes: Partial<RunMeta> = {}): RunMeta {
  return {
    format: 1,
    runlab: '0.1.0',
    name: 'word_count',
    run: '2026-11-23_15-24-12_k3f9',
    namespace: 'word_count',
    description: 'Counts words.',
    short_description: 'Counts words.',
    status: 'done',
    start_time: 1795447452.123,
    end_time: 1795447455.5,
    duration: 3.377,
    has_error: false,
    error_type: null,
    error: null,
    base_path: '/home/someone/project',
    file: 'word_count.ts',
    export: 'experiment',
    seed: 42,
    seed_source: 'given',
    load_seed: null,
    debug: false,
    parameters: {
      numWords: { value: 50, type: 'number', description: null, usable: true, default: 50, source: 'default' },
    },
    hooks: {},
    __track__: [],
    git: null,
    mode: 'in-process',
    argv: [],
    warnings: [],
    counts: { artifacts: 0, inputs: 0, code_files: 0 },
    ...changes,
  }
}
