import type { JsonValue } from '../format/json-value.ts'

/** How a parameter is given: its value as metadata have it, or as it would be written on a command line, each time. */
export type LaunchedParameter = { readonly value: JsonValue } | { readonly text: readonly string[] }

/** The run that starts another. */
export interface LaunchOrigin {
  /** Its folder relative to the archive, POSIX separators. */
  readonly parent: string
  /** Of a trial: the name of its sweep, and its number there. */
  readonly sweep?: string
  readonly trial?: number
}

/** A run as it is asked for: plain JSON, so that it can be written down and started on another machine. */
export interface LaunchRequest {
  /** Script or config; absolute. */
  readonly file: string
  /** The export, where it is not the file's primary one. */
  readonly name?: string
  readonly parameters?: Readonly<Record<string, LaunchedParameter>>
  /** A config's, or drawn, when left out. */
  readonly seed?: number
  /** The name of its folder; generated when left out. */
  readonly run?: string
  readonly namespace?: string
  /** The archive; absolute. */
  readonly results?: string
  readonly origin?: LaunchOrigin
  /** What its environment has besides the launcher's. */
  readonly env?: Readonly<Record<string, string>>
  /** Its working directory; the launcher's when left out. */
  readonly cwd?: string
  /** Seconds after its beginning when it is stopped; none when left out. */
  readonly timeLimit?: number
  /** More flags of `runlab run`: `--debug`, `--grace=60`. */
  readonly options?: readonly string[]
}

/** The command line of a request, without its file and the values that it has from metadata. */
export function tokensOf({ parameters = {}, seed, run, namespace, results, options = [] }: LaunchRequest): readonly string[] {
  const texts = Object.entries(parameters).flatMap(([name, given]) =>
    'text' in given ? given.text.map((text) => `--parameter=${name}=${text}`) : [],
  )
  return [
    ...texts,
    ...(seed === undefined ? [] : [`--seed=${seed}`]),
    ...(run === undefined ? [] : [`--name=${run}`]),
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
    ...(results === undefined ? [] : [`--results=${results}`]),
    ...options,
  ]
}
