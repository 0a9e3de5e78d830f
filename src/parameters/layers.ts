/** A value for a parameter: as it was written, each time, or from code. */
export type Given = { readonly text: readonly string[] } | { readonly value: unknown }

/** Values that someone sets. An undefined value sets nothing. */
export interface ParameterLayer {
  readonly source: 'code' | 'command line'
  readonly given: Readonly<Record<string, Given>>
}

/** What resolving asks of the world. */
export interface ParameterContext {
  /** What given paths are relative to; absolute. */
  readonly cwd: string
  /** What the definition's paths are relative to; absolute. */
  readonly definitionFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether there is a file or folder at an absolute path. */
  fileExists(path: string): boolean
}
