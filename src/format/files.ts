/** Where the parts of a run lie, relative to its folder. POSIX separators. */
export const FILES = {
  meta: 'experiment_meta.json',
  data: 'experiment_data.json',
  log: 'experiment_out.log',
  analysis: 'analysis.ts',
  report: 'report.html',
  code: 'code',
  tracked: 'tracked',
  visuals: 'visuals',
  internal: '.runlab',
  environment: '.runlab/environment.json',
  snapshot: '.runlab/snapshot.json',
  artifacts: '.runlab/artifacts.jsonl',
  inputs: '.runlab/inputs.jsonl',
  alive: '.runlab/alive.json',
  ending: '.runlab/ending.json',
  journal: '.runlab/journal',
  tracking: '.runlab/tracking',
  series: '.runlab/series.jsonl',
  drawn: '.runlab/visuals.jsonl',
  rules: '.runlab/visual-rules.json',
  undrawn: '.runlab/undrawn',
  points: 'tracked/series.parquet',
  partial: '.runlab/partial',
} as const

/** Names at the top of a run's folder that belong to runlab: no artifact may take them. Compared without case. */
export const RESERVED_NAMES: readonly string[] = [
  FILES.meta,
  FILES.data,
  FILES.log,
  FILES.analysis,
  FILES.report,
  FILES.code,
  FILES.tracked,
  FILES.visuals,
  FILES.internal,
]
