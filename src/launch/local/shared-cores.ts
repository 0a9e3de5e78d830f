/** What libraries ask how many threads they may have. */
const THREADS = ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS', 'VECLIB_MAXIMUM_THREADS', 'RAYON_NUM_THREADS']
/** Node's own, for files and cryptography, and the fewest that keep a run's own writing from waiting for its code. */
const NODE_THREADS = 'UV_THREADPOOL_SIZE'
const LEAST_NODE_THREADS = 2
const NODE_DEFAULT = 4

/** Environment variables that leave each of several runs its share of the cores; what somebody has set stays. */
export function sharedCores(
  cores: number,
  jobs: number,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  if (jobs <= 1) return {}
  const share = Math.max(1, Math.floor(cores / jobs))
  const wanted = {
    ...Object.fromEntries(THREADS.map((name) => [name, String(share)])),
    [NODE_THREADS]: String(Math.min(NODE_DEFAULT, Math.max(LEAST_NODE_THREADS, share))),
  }
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => env[name] === undefined))
}
