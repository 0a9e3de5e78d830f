import type { Colors } from '../render/colors.ts'

const TONES: Readonly<Record<string, keyof Colors>> = {
  done: 'green',
  running: 'cyan',
  failed: 'red',
  crashed: 'red',
  interrupted: 'yellow',
  stopped: 'yellow',
  unknown: 'yellow',
}

/** Colours the status at the start of a line. */
export function paintStatus(line: string, status: string, colors: Colors): string {
  const tone = TONES[status]
  return tone === undefined || !line.startsWith(status) ? line : `${colors[tone](status)}${line.slice(status.length)}`
}
