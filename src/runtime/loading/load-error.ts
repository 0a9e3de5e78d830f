import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { inspect } from 'node:util'
import { RunlabError } from '../../errors.ts'
import { codeFrame } from '../../internal/code-frame.ts'
import { ExitCall } from '../globals.ts'
import { placeOfThrow, toPath } from './place-of-throw.ts'
import type { Place } from './place-of-throw.ts'
import { readSourceFacts } from '../../snapshot/source-facts.ts'
import { describeSyntaxError } from '../../snapshot/syntax-error.ts'

/** Says in words, with a code frame where the place is known, why a module could not be loaded. */
export async function describeLoadError(error: unknown, cwd: string): Promise<{ reason: string; frame: string | null }> {
  if (!(error instanceof Error)) return { reason: `it threw ${inspect(error)}`, frame: null }
  const unparsed = /^Failed to parse (.+?): /s.exec(error.message)?.[1]
  if (unparsed !== undefined) {
    const file = toPath(unparsed)
    const described = await describeSyntaxError(file, readFileSync(file, 'utf8'))
    if (described !== null) {
      const { message, line, column, frame } = described
      return { reason: `syntax error: ${message} (${shown({ file, line, column }, cwd)})`, frame }
    }
  }
  const place =
    placeOfMissingModule(error) ??
    placeOfUnsupported(error) ??
    placeOfSyntaxError(error) ??
    (await placeInDefinition(error)) ??
    placeOfThrow(error)
  const hint = error instanceof RunlabError && error.hint ? ` ${error.hint}` : ''
  const isOurs = error instanceof RunlabError || error instanceof ExitCall
  const [said = ''] = error.message.replace(/^Failed to transform \S+?: /, '').split('\n', 1)
  const message = isOurs ? error.message : `${error.name}: ${said}`
  if (place === null) return { reason: `${message}${hint}`, frame: null }
  return { reason: `${message}${hint} (${shown(place, cwd)})`, frame: codeFrame(readFileSync(place.file, 'utf8'), place) }
}

/** `Cannot find module 'X' imported from Y`: the line of Y that names X. */
function placeOfMissingModule(error: Error): Place | null {
  const [, wanted, from] =
    /^Cannot find (?:module|package) '(.+?)'(?: imported from (.+?)$|\nRequire stack:\n- (.+?)$)?/m.exec(error.message) ?? []
  const importer = from ?? /Require stack:\n- (.+)/.exec(error.message)?.[1]
  if (wanted === undefined || importer === undefined || !existsSync(toPath(importer))) return null
  const file = toPath(importer)
  const lines = readFileSync(file, 'utf8').split('\n')
  for (const [index, line] of lines.entries()) {
    for (const match of line.matchAll(/(['"`])(.+?)\1/g)) {
      const specifier = match[2] ?? ''
      const isIt =
        specifier === wanted || specifier.startsWith(`${wanted}/`) || resolve(dirname(file), specifier) === toPath(wanted)
      if (isIt) return { file, line: index + 1, column: match.index + 1 }
    }
  }
  return null
}

/** `Failed to transform X: …` does not say where: the first decorator, or the first ES module syntax in a CommonJS file. */
function placeOfUnsupported(error: Error): Place | null {
  const [, path, reason = ''] = /^Failed to transform (.+?): (.*)/.exec(error.message) ?? []
  const clue = reason.startsWith('decorators') ? /^\s*@[\w$]/ : /^\s*(?:import|export)\b/
  if (path === undefined || !existsSync(toPath(path))) return null
  const lines = readFileSync(toPath(path), 'utf8').split('\n')
  const index = lines.findIndex((line) => clue.test(line))
  return index < 0 ? null : { file: toPath(path), line: index + 1, column: (lines[index] ?? '').search(/\S/) + 1 }
}

/** V8 puts the place of a syntax error above the stack: `file:line`, the line itself, and a caret. */
function placeOfSyntaxError(error: Error): Place | null {
  if (!(error instanceof SyntaxError)) return null
  const [head = '', , caret = ''] = error.stack?.split('\n') ?? []
  const [, path, line] = /^(.+):(\d+)$/.exec(head) ?? []
  if (path === undefined || !existsSync(toPath(path))) return null
  return { file: toPath(path), line: Number(line), column: Math.max(1, caret.indexOf('^') + 1) }
}

/** Of what is wrong in a definition: the line of the parameter or hook, where the error names one. */
async function placeInDefinition(error: Error): Promise<Place | null> {
  const call = error instanceof RunlabError ? placeOfThrow(error) : null
  if (call === null || !(error instanceof RunlabError)) return null
  const { name, parameter, hook, key } = error.details
  const subject = [name, parameter, hook, key].find((detail) => typeof detail === 'string')
  const { experiments, mixins } = await readSourceFacts(call.file, readFileSync(call.file, 'utf8'))
  const found = [...experiments, ...mixins].find(({ line }) => line === call.line)?.find(subject ?? '')
  return found === undefined || found === null ? null : { file: call.file, ...found }
}

function shown({ file, line, column }: Place, cwd: string): string {
  const path = relative(cwd, file)
  return `${path.startsWith('..') ? file : path}:${line}:${column}`
}
