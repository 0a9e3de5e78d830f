import type { PlotKind } from '../../api/run-charts.ts'

/** What can stand in a place of a command line. */
export type Wanted =
  | 'files'
  | 'runs'
  | 'trash'
  | 'namespaces'
  | 'fields'
  | 'assignments'
  | 'tags'
  | 'commands'
  | readonly string[]

/** What the arguments of a command are. A test holds it to the commands that there are. */
export const ARGUMENTS: Readonly<Record<string, readonly Wanted[]>> = {
  run: ['files'],
  sweep: ['files'],
  resume: ['runs', 'files'],
  rerun: ['runs', 'files'],
  reproduce: ['runs', 'files'],
  check: ['files'],
  schema: ['files'],
  list: ['namespaces'],
  show: ['runs', 'files'],
  tail: ['runs', 'files'],
  open: ['runs', 'files'],
  overview: ['namespaces'],
  ui: [],
  points: ['runs', 'files'],
  export: ['runs', 'files'],
  draw: ['runs', 'files'],
  analyse: ['runs', 'files'],
  new: [['analysis'], 'namespaces'],
  groups: ['namespaces'],
  plot: ['fields', 'namespaces'],
  diff: ['runs', 'files'],
  compare: ['runs', 'files'],
  query: [[]],
  tag: ['runs', 'files'],
  note: ['runs', 'files'],
  modify: ['runs', 'assignments'],
  delete: ['runs', 'files'],
  restore: ['trash'],
  purge: ['trash'],
  compress: ['runs', 'files'],
  import: ['files'],
  recover: ['runs', 'files'],
  verify: ['runs', 'files'],
  completion: [['bash', 'zsh', 'fish']],
  help: ['commands'],
}

/** What the value of an option is; nothing that is known of those that are empty. The test holds this one to them, too. */
export const OPTION_VALUES: Readonly<Record<string, readonly Wanted[]>> = {
  '--where': ['fields'],
  '--by': ['fields'],
  '--sort': ['fields'],
  '--columns': ['fields'],
  '--value': ['fields'],
  '--x': ['fields', ['step', 'time']],
  '--results': ['files'],
  '--output': ['files'],
  '--inline': ['files'],
  '--include': ['files'],
  '--to': ['files'],
  '--parquet': ['files'],
  '--format': [['parquet', 'csv']],
  '--from': [['pycomex']],
  '--namespace': ['namespaces'],
  '--band': [['ci', 'quartiles', 'range']],
  '--best': [['max', 'min']],
  '--limit': [],
  '--jobs': [],
  '--port': [],
  '--artifacts': [],
  '--lines': [],
  '--title': [],
  '--x-label': [],
  '--y-label': [],
  '--width': [],
  '--height': [],
  '--font-size': [],
  '--table': [],
  '--smooth': [],
  '--key': [],
  '--context': [],
  '--tolerance': [],
  '--expect': ['runs', 'files'],
  '--seed': [],
  '--prefix': [],
  '--name': [],
  '--grace': [],
  '--minimize': ['fields'],
  '--maximize': ['fields'],
  '--trials': [],
  '--sampler': [['grid', 'random', 'sobol', 'tpe', 'cma-es', 'nsga2']],
  '--prune': [['median', 'asha', 'patience']],
  '--time': [],
  '--trial-time': [],
  '--sweep-seed': [],
  '--retry': [['failed']],
}

/** Options of one letter that take a value. */
export const SHORT_OPTIONS: Readonly<Record<string, string>> = { '-n': '--limit', '-o': '--output' }

/** What `--kind` of plot takes; that of points is open. */
export const PLOT_KINDS: readonly PlotKind[] = ['curves', 'means', 'scatter', 'box', 'parallel']
