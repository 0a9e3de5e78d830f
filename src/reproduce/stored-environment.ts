import type { EnvironmentRecord } from '../format/records.ts'

/** Variables that a result may depend on and that mean the same on every machine. */
const APPLIED =
  /^(?:TZ|LANG|LANGUAGE|LC_[A-Z]+|NODE_ENV|UV_THREADPOOL_SIZE|(?:OMP|MKL|OPENBLAS|NUMEXPR|VECLIB_MAXIMUM|BLIS)_NUM_THREADS|OMP_[A-Z_]+|TF_[A-Z_]+)$/

/** The variables to set as a run had them; undefined for those that it did not have and that are set now. */
export function storedVariables(
  recorded: EnvironmentRecord | null,
  present: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string | undefined> {
  if (recorded === null) return new Map()
  const names = [...new Set([...Object.keys(recorded.env), ...Object.keys(present)])].filter((name) => APPLIED.test(name))
  return new Map(names.toSorted().map((name) => [name, recorded.env[name]]))
}
