import type { FailedHookMeta } from './meta.ts'

/** `the hook filterWords of stop_words.ts:12`. */
export function failedHookText({ name, file, line }: FailedHookMeta): string {
  return `the hook ${name} of ${file}${line === null ? '' : `:${line}`}`
}
