import type { ErrorMeta, FailedHookMeta } from './meta.ts'

/** `the hook filterWords of stop_words.ts:12`. */
export function failedHookText({ name, ...place }: FailedHookMeta): string {
  return `the hook ${name} of ${placeText(place)}`
}

/** Where an error came up: `run, in the hook filterWords of stop_words.ts:12`; `afterRun of stop_words.ts:20`. */
export function failedStepText({ phase, hook }: Pick<ErrorMeta, 'phase' | 'hook'>): string {
  if (hook === undefined) return phase
  return hook.name === phase ? `${phase} of ${placeText(hook)}` : `${phase}, in ${failedHookText(hook)}`
}

function placeText({ file, line }: Pick<FailedHookMeta, 'file' | 'line'>): string {
  return line === null ? file : `${file}:${line}`
}
