import { seriesPath } from '../../format/series-path.ts'

/** The folder of a series' files below `tracked/`: its name with what file systems and shells trip over replaced. */
export function mediaFolder(name: string, context: object | null, isTaken: (folder: string) => boolean): string {
  const folder = `tracked/${seriesPath(name, context)}`
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? folder : `${folder}~${n}`
    if (!isTaken(candidate)) return candidate
  }
}

/** A file's name without extension: the step, with zeros before it so that names sort as steps do. */
export function stepName(step: number): string {
  const text = String(Math.abs(step)).replaceAll('+', '')
  const whole = /^\d+/.exec(text)?.[0] ?? ''
  return `${step < 0 ? '-' : ''}${whole.padStart(6, '0')}${text.slice(whole.length)}`
}
