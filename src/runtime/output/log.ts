import { inspect } from 'node:util'
import type { Log } from '../../api/run.ts'
import type { StreamName } from '../globals.ts'

type Level = 'debug' | 'info' | 'warn' | 'error'

const PREFIXES: Readonly<Record<Level, string>> = { debug: '[debug] ', info: '', warn: '[warn] ', error: '[error] ' }

/** Makes `e.log`: strings as they are, everything else pretty-printed; warnings and errors go to standard error. */
export function createLog(write: (stream: StreamName, line: string) => void, columns: () => number): Log {
  const at =
    (level: Level) =>
    (...parts: unknown[]): void => {
      const text = parts.map((part) => (typeof part === 'string' ? part : pretty(part, columns()))).join(' ')
      write(level === 'warn' || level === 'error' ? 'err' : 'out', `${PREFIXES[level]}${text}\n`)
    }
  return Object.assign(at('info'), { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') })
}

function pretty(value: unknown, columns: number): string {
  return inspect(value, {
    depth: 6,
    breakLength: Math.min(columns, 100),
    compact: 3,
    maxArrayLength: 100,
    maxStringLength: 10_000,
  })
}
