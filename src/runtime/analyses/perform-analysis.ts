import type { PlotOptions } from '../../api/run.ts'
import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { ArtifactStore } from '../../archive/artifacts/artifact-store.ts'
import { publishAnalysis } from '../../archive/changes/publish-analysis.ts'
import { RunWriter } from '../../archive/writing/run-writer.ts'
import type { AnalysisStage } from '../../archive/changes/stage-analysis.ts'
import { readVisuals, replaceVisuals } from '../../drawing/visual-index.ts'
import { placeOfAnalysis } from '../../format/analyses.ts'
import type { AnalysisRecord } from '../../format/analyses.ts'
import { FILES } from '../../format/files.ts'
import { seriesPath } from '../../format/series-path.ts'
import { ValueTree } from '../../format/value-tree.ts'
import type { VisualRecord } from '../../format/visuals.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import { createRandom } from '../../random/random.ts'
import type { Redactor } from '../../secrets/redactor.ts'
import { plotName } from '../drawing/plot-name.ts'
import { valueMask } from '../life/value-mask.ts'
import { RUNLAB_VERSION } from '../loading/package-version.ts'
import { createLog } from '../output/log.ts'
import { createProgress } from '../output/progress.ts'
import { Terminal } from '../output/terminal.ts'
import type { StreamName } from '../globals.ts'
import type { System } from '../system.ts'
import { AnalysedRun } from './analysed-run.ts'
import type { RunCode } from './load-code.ts'

export interface AroundAnalysis {
  readonly code: RunCode
  readonly stage: AnalysisStage
  /** Of the run. */
  readonly writer: RunWriter
  readonly redactor: Redactor
  readonly system: System
  readonly write: (stream: StreamName, text: string) => void
}

/** Calls an analysis on a run, and puts what it has made into that. Throws what it throws, and as `publishAnalysis`. */
export async function performAnalysis(run: ArchivedRun, name: string, around: AroundAnalysis): Promise<AnalysisRecord> {
  const { code, stage, writer, redactor, system, write } = around
  const staged = stage.make()
  const place = placeOfAnalysis(name)
  const values = new ValueTree(valueMask(redactor))
  const store = new ArtifactStore({ writer: new RunWriter(staged, redactor), redactor, now: system.now })
  const plotter = createPlotter(staged, place, redactor)
  const log = createLog(write, () => system.stderr.columns || 80)
  const clock = (): number => performance.now()
  const progress = createProgress({ terminal: new Terminal(system.stderr, clock), clock, log: () => undefined })
  const random = createRandom(run.seed ?? 0, ['analysis', name])
  const e = new AnalysedRun({ run, values, store, redactor, random, log, progress, plot: plotter.plot })
  await code.specification.analyses.get(name)?.(e)
  const drawn = await plotter.finish()
  for (const warning of await store.finish()) log.warn(warning)
  const { file, sha256 } = code
  const record = publishAnalysis({
    run,
    staged,
    writer,
    values,
    facts: { name, time: system.now(), code: code.code, file, sha256, runlab: RUNLAB_VERSION },
    plots: drawn.flatMap(({ files }) => files),
  })
  replaceVisuals(run.folder, `${FILES.visuals}/${seriesPath(place, null)}`, drawn)
  return record
}

interface Plotter {
  readonly plot: (name: string, figure: unknown, options: PlotOptions) => Promise<void>
  /** Waits for what is under way. */
  readonly finish: () => Promise<readonly VisualRecord[]>
}

function createPlotter(staged: string, place: string, redactor: Redactor): Plotter {
  const plotting: Promise<void>[] = []
  let plots: Promise<(name: string, figure: unknown, options: PlotOptions) => Promise<void>> | undefined
  const load = async (): Promise<(name: string, figure: unknown, options: PlotOptions) => Promise<void>> => {
    const { Plots } = await import('../drawing/plots.ts')
    makeFolders(staged, FILES.internal)
    const made = new Plots(staged, redactor)
    return async (name, figure, options) => await made.plot(name, figure, options)
  }
  return {
    plot: async (given, figure, { title = given }) => {
      const name = plotName(given)
      const plotted = (plots ??= load()).then((draw) => draw(`${place}/${name}`, figure, { title }))
      plotting.push(plotted)
      await plotted
    },
    finish: async () => {
      await Promise.all(plotting)
      if (plots === undefined) return []
      return readVisuals(staged)
    },
  }
}
