const words = (...keys: readonly string[]): ReadonlySet<string> => new Set(keys)

/** Keys of our documents whose texts are words of the format, names or places: masking them would make the document unreadable. */
export const FIXED_WORDS = {
  meta: words(
    'runlab',
    'name',
    'run',
    'namespace',
    'status',
    'phase',
    'signal',
    'signal_phase',
    'signal_outcome',
    'file',
    'export',
    'seed_source',
    'mode',
    'supervisor',
    'type',
    'source',
    'error_type',
    'origin',
    'code',
    'commit',
  ),
  snapshot: words('entry', 'root', 'changed', 'path', 'source', 'sha256', 'role', 'state', 'target'),
  environment: words('name', 'version', 'versions', 'platform', 'release', 'arch', 'lockfile', 'sha256', 'commit', 'root'),
  annotations: words('kind', 'field'),
  inputs: words('kind', 'sha256', 'parameter'),
}
