import { runlabError } from '../errors.ts'
import type { ErrorDetails, Problem, RunlabError } from '../errors.ts'

type Said = Pick<Problem, 'message' | 'hint'>

/** Errors of many runs, each once: with how many runs it is about where there are several. */
export function sayOnce(errors: readonly RunlabError[]): readonly Said[] {
  const alike = new Map<string, RunlabError[]>()
  for (const error of errors) {
    const text = textBesidesRun(error)
    alike.set(text, [...(alike.get(text) ?? []), error])
  }
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return []
    return [others.length === 0 ? first : sayOfSeveral(first, others.length + 1)]
  })
}

function textBesidesRun({ code, details, message }: RunlabError): string {
  if (code !== 'MODIFY_VALUE' && code !== 'RUN_RUNNING') return message
  return JSON.stringify({ ...details, run: null, path: null, code })
}

function sayOfSeveral(error: RunlabError, runs: number): Said {
  const { code, details, message, hint } = error
  if (code === 'MODIFY_VALUE') return runlabError(code, { ...(details as ErrorDetails<'MODIFY_VALUE'>), runs })
  if (code === 'RUN_RUNNING') return runlabError(code, { ...(details as ErrorDetails<'RUN_RUNNING'>), runs })
  return { message: `${runs} runs: ${message}`, hint }
}
