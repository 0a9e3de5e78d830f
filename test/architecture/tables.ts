import type { Effect } from './read-module.ts'

/** What the rules hold src/ to. Change it together with docs/design/0001-parts-and-levels.md. */
export interface Tables {
  /** The parts of each level, lowest first. A part is a folder of src/ or a file right in it. */
  readonly levels: readonly (readonly string[])[]
  /** The folders of a part that has many files, by level, lowest first: each imports lower ones only. */
  readonly folders: Readonly<Record<string, readonly (readonly string[])[]>>
  /** Imports between parts of one level that are allowed: importer, imported. */
  readonly siblings: readonly (readonly [string, string])[]
  /** Where an effect may be used: a part (`archive/`) or one file (`runtime/system.ts`). */
  readonly effects: Readonly<Record<Effect, readonly string[]>>
  /** What only reads runs, and what records them: the first never reaches the second, types aside. `shared`: formats of both. */
  readonly reading: {
    readonly readers: readonly string[]
    readonly recording: readonly string[]
    readonly shared: readonly string[]
  }
  /** The packages a part may import. */
  readonly packages: Readonly<Record<string, readonly string[]>>
  /** Files that `require('runlab')` never reaches, and that may await at the top level. */
  readonly topLevelAwait: readonly string[]
  /** Longest file in lines, and the pure types and tables that may be longer. */
  readonly fileSize: { readonly lines: number; readonly exempt: readonly string[] }
}

export const TABLES: Tables = {
  levels: [
    ['errors.ts', 'internal'],
    ['format', 'api', 'secrets'],
    ['parameters', 'hooks', 'random', 'render'],
    ['tracking', 'snapshot', 'experiment'],
    ['archive'],
    ['analysis', 'drawing', 'query', 'report', 'verify'],
    ['finish'],
    ['runtime'],
    ['launch'],
    ['reproduce', 'sweep'],
    ['index.ts'],
    ['server'],
    ['cli'],
  ],
  folders: {
    archive: [
      ['documents', 'index', 'zip'],
      ['claims', 'writing'],
      ['artifacts'],
      ['pycomex'],
      ['annotations', 'status'],
      ['opening'],
      ['listing'],
      ['creation', 'transfer'],
      ['changes'],
    ],
  },
  siblings: [
    ['internal', 'errors.ts'],
    ['api', 'format'],
    ['secrets', 'format'],
  ],
  effects: {
    files: [
      'internal/',
      'render/raster/',
      'render/video/',
      'snapshot/',
      'archive/',
      'tracking/',
      'experiment/config/config-files.ts',
      'drawing/',
      'report/',
      'verify/',
      'finish/',
      'query/export/',
      'server/',
      'query/open-archive.ts',
      'reproduce/',
      // Whether a file that a parameter names is there.
      'sweep/definition/check-parameters.ts',
      // What a file that defines a sweep says.
      'sweep/definition/load-sweep-file.ts',
      'sweep/definition/read-sweep-config.ts',
      'runtime/',
      'cli/',
    ],
    processes: ['render/video/ffmpeg.ts', 'snapshot/', 'archive/claims/liveness.ts', 'reproduce/', 'runtime/', 'cli/'],
    threads: ['tracking/', 'snapshot/', 'runtime/', 'server/curves/curves-thread.ts'],
    machine: [
      'internal/zip/open-in-zip.ts',
      'snapshot/',
      'archive/claims/liveness.ts',
      'launch/local/local-machine.ts',
      'runtime/',
      'cli/',
    ],
    // Local sockets between the experiment's process and its supervisor.
    network: ['runtime/supervisor/channel.ts', 'runtime/process/supervisor-link.ts'],
    process: [
      'internal/built-ins.ts',
      'snapshot/',
      'archive/claims/liveness.ts',
      'archive/listing/load-run.ts',
      'launch/local/local-machine.ts',
      'runtime/',
      'cli/',
    ],
    exit: ['runtime/system.ts', 'runtime/globals.ts', 'runtime/drawing/draw-program.ts', 'cli/bin.ts'],
    // The supervisor is a program of its own, and so is the guardian; they start with as little as they can.
    clock: [
      'runtime/system.ts',
      'archive/index/file-state.ts',
      'query/open-archive.ts',
      'query/plot-runs.ts',
      'server/archive-state.ts',
      // When something was said or deleted.
      'server/editing/',
      'runtime/supervisor/',
      'runtime/guardian/',
      'cli/',
    ],
    stopwatch: ['server/archive-state.ts', 'snapshot/', 'internal/built-ins.ts', 'runtime/', 'cli/'],
    // Seeds and run names, the names of temporary files, and noise that no file system makes smaller.
    chance: [
      'internal/write-atomically.ts',
      'render/video/encode-video.ts',
      'archive/writing/write-partial.ts',
      'archive/writing/reserve.ts',
      'launch/local/local-machine.ts',
      'runtime/system.ts',
      'runtime/loading/install-loader.ts',
      'runtime/globals.ts',
      'cli/run-supervised.ts',
      // The token of the page.
      'server/serve.ts',
    ],
    console: [],
    evaluation: [],
    // `internal/built-ins.ts` puts back what others have patched.
    'patching globals': ['runtime/globals.ts', 'internal/built-ins.ts'],
  },
  reading: {
    readers: [
      'tracking/reading/',
      'archive/index/',
      'archive/listing/',
      'archive/opening/',
      'analysis/',
      'query/',
      'report/',
      'verify/',
    ],
    recording: [
      'archive/annotations/annotate.ts',
      'archive/annotations/change-annotation.ts',
      'archive/artifacts/artifact-content.ts',
      'archive/artifacts/artifact-finder.ts',
      'archive/artifacts/artifact-ledger.ts',
      'archive/artifacts/artifact-store.ts',
      'archive/artifacts/artifact-stream.ts',
      'archive/artifacts/artifact-target.ts',
      'archive/changes/',
      'archive/claims/folder-claim.ts',
      'archive/creation/',
      'archive/transfer/bring-run.ts',
      'archive/transfer/pack-run.ts',
      'archive/writing/',
      'experiment/',
      'snapshot/',
      'tracking/journal/',
      'tracking/media/',
      'tracking/sealing/',
      'tracking/sending/',
      'tracking/threads/',
    ],
    shared: [
      'tracking/journal/point-frames.ts',
      'tracking/journal/read-definitions.ts',
      'tracking/journal/read-journal.ts',
      'tracking/journal/segment-names.ts',
      'tracking/journal/sender-notes.ts',
    ],
  },
  packages: {
    internal: ['fastest-levenshtein'],
    render: [
      '@jsquash/webp',
      '@observablehq/plot',
      '@resvg/resvg-js',
      'h264-mp4-encoder',
      'linkedom',
      // Imported when a figure is committed as PDF.
      'pdfkit',
      'picocolors',
      'pngjs',
      'string-width',
      'svg-to-pdfkit',
      'vega',
      'vega-interpreter',
      'vega-lite',
    ],
    // hyparquet is imported when a file is read that has lost its list.
    tracking: ['hyparquet', 'pngjs'],
    // Imported when the first config is read.
    experiment: ['yaml'],
    // Imported when a run is packed.
    archive: ['yazl'],
    snapshot: ['oxc-parser', 'oxc-resolver'],
    analysis: ['diff'],
    // Imported when the first expression is read.
    // That of Parquet when there is something to write; of hyparquet, types only.
    query: ['@marcbachmann/cel-js', 'hyparquet', 'hyparquet-writer'],
    // To take runlab out of a lockfile of pnpm.
    reproduce: ['yaml'],
    // esbuild is the project's, where it has one.
    runtime: ['@lydell/node-pty', '@oxc-node/core', 'esbuild', 'oxc-resolver', 'picocolors'],
    // Imported when the page is served.
    server: ['@hono/node-server', 'hono'],
    // DuckDB is the project's, where it has one.
    // yaml is imported when a trial is printed as a config.
    cli: ['@duckdb/node-api', 'commander', 'picocolors', 'yaml'],
  },
  topLevelAwait: ['runtime/loading/register.ts', 'runtime/process/child.ts', 'runtime/process/child-preload.ts', 'cli/bin.ts'],
  fileSize: { lines: 400, exempt: ['errors.ts'] },
}
