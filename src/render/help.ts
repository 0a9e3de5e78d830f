import { wrapText } from './wrap-text.ts'

/** A flag as help shows it. */
export interface FlagHelp {
  readonly name: string
  readonly short?: string
  readonly placeholder?: string
  readonly help: string
}

/** A parameter as help shows it. */
export interface ParameterHelp {
  readonly flag: string
  readonly type: string
  readonly default: string
  readonly bounds: string
  readonly description: string
}

/** Flags and what they do, in two columns. */
export function flagRows(flags: readonly FlagHelp[], width: number): string {
  return columns(
    flags.map(({ name, short, placeholder, help }) => [
      `--${name}${short === undefined ? '' : `, -${short}`}${placeholder === undefined ? '' : ` ${placeholder}`}`,
      help,
    ]),
    width,
  )
}

/** Parameters: flag, type and default on one line, the description below it. */
export function parameterRows(parameters: readonly ParameterHelp[], width: number): string {
  const flagWidth = Math.max(0, ...parameters.map((parameter) => parameter.flag.length))
  return parameters
    .map(({ flag, type, bounds, default: value, description }) => {
      const head = `  ${flag.padEnd(flagWidth)}  ${type}${bounds === '' ? '' : ` ${bounds}`}, default ${value}\n`
      return (
        head +
        wrapText(description, width - flagWidth - 4)
          .map((line) => `${' '.repeat(flagWidth + 4)}${line}\n`)
          .join('')
      )
    })
    .join('')
}

function columns(rows: readonly (readonly [string, string])[], width: number): string {
  const first = Math.max(...rows.map(([left]) => left.length))
  return rows
    .flatMap(([left, right]) =>
      wrapText(right, width - first - 4).map((line, index) => `  ${(index === 0 ? left : '').padEnd(first)}  ${line}\n`),
    )
    .join('')
}
