export { compareRuns } from './analysis/compare/compare-runs.ts'
export { loadRun } from './archive/listing/load-run.ts'
export { openArchive } from './query/open-archive.ts'
export { plotRuns } from './query/plot-runs.ts'
export { saveFigure } from './drawing/figure-file.ts'
export type { Archive, NumberSummary, RecordedOf, RunGroup, RunGroups, RunTable } from './api/archive.ts'
export type { ComparedFact, ComparedPart, RunComparison } from './api/run-comparison.ts'
export type { RunSelection } from './api/run-selection.ts'
export { RunlabError } from './errors.ts'
export type { ErrorCode, Problem } from './errors.ts'
export type {
  Analyses,
  Definition,
  Experiment,
  Extension,
  LoadOptions,
  MixedIn,
  Mixin,
  MixinDefinition,
  MixinImplementation,
  ModuleMeta,
  OwnRuns,
  ParametersOf,
  RunOptions,
  Values,
} from './api/experiment.ts'
export type { AnyHooks, Companion, HooksOf, Implementation, Layered, LifecycleHooks, Wrapper } from './api/hooks.ts'
export type { Frozen, Inherit, Param, Recorded, Secret, ValueOf, ValuesOf } from './api/parameter.ts'
export type {
  Kind,
  Look,
  MediaContent,
  MediaData,
  MediaFile,
  OpenTrackerOptions,
  Pixels,
  Place,
  Samples,
  Surroundings,
  Written,
} from './api/kind.ts'
export type { Axis } from './api/axis.ts'
export type {
  Box,
  BoxChart,
  Curve,
  CurveChart,
  FigureSize,
  ParallelAxis,
  ParallelChart,
  PlotBand,
  PlotKind,
  PointChart,
  PointSet,
  RunPlot,
} from './api/run-charts.ts'
export type {
  BarChart,
  Chart,
  Figure,
  FigureSource,
  FileEntry,
  FileList,
  HeatMap,
  HeatMapColumn,
  ImageFrame,
  ImageStrip,
  Line,
  LineChart,
  RecordTable,
  RunChart,
  Specification,
  TextDocument,
  TextEntry,
  Tile,
  Tiles,
  Visual,
  VisualOptions,
  VisualRules,
} from './api/visual.ts'
export type { Result } from './api/result.ts'
export type { Random, RandomState } from './api/random.ts'
export type {
  Artifact,
  Artifacts,
  Committable,
  Committed,
  ContentOf,
  Log,
  PlotOptions,
  Progress,
  ProgressOptions,
} from './api/run.ts'
export type { AnalysisRun, Ending, Run, RunCore, RunReader } from './api/run.ts'
export type {
  FollowFrom,
  FollowOptions,
  Following,
  RemoteTracker,
  Series,
  SeriesOptions,
  SeriesPoint,
  Track,
  TrackOptions,
  TrackerHandle,
} from './api/tracking.ts'
export type {
  ErrorMeta,
  ErrorOrigin,
  FailedHookMeta,
  ParameterMeta,
  RefusedMeta,
  ReproducesMeta,
  ResultMeta,
  RunCounts,
  RunMeta,
  RunPhase,
  RunStatus,
  UnwrittenMeta,
} from './format/meta.ts'
export type { HookImplementationMeta, LayerKind, LayerMeta, LineageMeta, ParameterChangeMeta } from './format/lineage.ts'
export type { AnalysisRecord } from './format/analyses.ts'
export type { Note } from './format/annotations.ts'
export type { EnvironmentRecord, InputRecord, SnapshotRecord } from './format/records.ts'
export type { PointsSummary, SeriesSummary } from './format/series.ts'
export type {
  FirstDifference,
  LargestDeviation,
  OutcomeItem,
  OutcomePart,
  Suspect,
  Verdict,
  VerdictClass,
  VerdictRun,
} from './format/verdict.ts'
export { abstract } from './hooks/abstract.ts'
export { inherit } from './parameters/inherit.ts'
export { param } from './parameters/param.ts'
export { compareOutcomes } from './reproduce/verdict/compare-outcomes.ts'
export type { Tolerance, Tolerances } from './format/tolerance.ts'
export { analyseRun } from './runtime/analyses/analyse-one.ts'
export type { AnalyseOptions } from './runtime/analyses/analyse-one.ts'
export { analyseRuns } from './runtime/analyses/analyse-runs.ts'
export type { AnalysedRuns } from './runtime/analyses/analyse-runs.ts'
export { defineExperiment, loadExperiment } from './runtime/experiment.ts'
export { defineMixin } from './runtime/mixin.ts'
export { openTracker } from './runtime/tracking/open-tracker.ts'
export { defineSweep } from './sweep/definition/define-sweep.ts'
export type { Objective, Sweep, SweepDeclaration, SweptExperiment, SweptValues } from './sweep/definition/define-sweep.ts'
export { choice, grid, range } from './sweep/space/dimension.ts'
export type {
  ChoiceDefinition,
  DimensionDefinition,
  DimensionOptions,
  GridDefinition,
  RangeDefinition,
  RangeOptions,
} from './sweep/space/dimension.ts'
export type { SpaceDefinition } from './sweep/space/space.ts'
export type { PrunerChoice } from './sweep/pruners/create-pruner.ts'
export type { SamplerChoice } from './sweep/samplers/create-sampler.ts'
export type { HistogramOptions, HistogramValue } from './tracking/kinds/histogram.ts'
export { Misfit } from './tracking/kinds/kind.ts'
export type { MatrixValue } from './tracking/kinds/numbers.ts'
export type { MediaValue } from './tracking/kinds/media-value.ts'
export type { MatrixNames } from './tracking/kinds/wrappers.ts'
export { audio, figure, histogram, image, json, matrix, table, text, video } from './tracking/kinds/wrappers.ts'
