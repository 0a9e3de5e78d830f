import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { asListed } from '../../archive/listing/listed-run.ts'
import { RunlabError, runlabError } from '../../errors.ts'
import type { ErrorDetails } from '../../errors.ts'
import { showValue } from '../../parameters/show-value.ts'
import { loadLanguage } from '../../query/filter/environment.ts'
import type { Expression } from '../../query/filter/expression.ts'
import { access } from '../../query/filter/field-paths.ts'
import { fieldsOf } from '../../query/run-fields.ts'
import { askAll, parseFor } from '../../query/select.ts'

/** What a run has for the objectives: numbers, or why it has none. */
export type ObjectiveReading = { readonly values: readonly number[] } | { readonly fault: string }

/** Reads expressions of objectives. Throws QUERY_INVALID. */
export async function parseObjectives(expressions: readonly string[]): Promise<readonly Expression[]> {
  await loadLanguage()
  return expressions.map((text) => parseObjective(text))
}

/** A name that stands alone is most often meant to be a series. */
function parseObjective(text: string): Expression {
  try {
    return parseFor([], text)
  } catch (error) {
    const unknown = error instanceof RunlabError && error.code === 'QUERY_INVALID' ? error.details['unknown'] : undefined
    if (!(error instanceof RunlabError) || unknown !== text.trim()) throw error
    const suggestion = `${access('series', text.trim())}.min, ${access('series', text.trim())}.last or ${access('data', text.trim())}`
    throw runlabError('QUERY_INVALID', { ...(error.details as ErrorDetails<'QUERY_INVALID'>), suggestion })
  }
}

/** What a run has for objectives, whether it has ended or not. */
export function readObjectives(run: ArchivedRun, expressions: readonly Expression[], now: Date): ObjectiveReading {
  const { folder, name, namespace, standing } = run
  const fields = fieldsOf(asListed({ folder, run: name, namespace }, standing), now)
  const values: number[] = []
  for (const expression of expressions) {
    const value = ask(fields, expression)
    if ('fault' in value) return value
    if (typeof value.value !== 'number' || !Number.isFinite(value.value))
      return { fault: `${expression.text} is ${showValue(value.value)}, which is no finite number` }
    values.push(value.value)
  }
  return { values }
}

function ask(
  fields: ReturnType<typeof fieldsOf>,
  expression: Expression,
): { readonly value: unknown } | { readonly fault: string } {
  try {
    const [value] = askAll([fields], expression)
    return value === undefined ? { fault: `it has no ${expression.text}` } : { value }
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    const { suggestion } = error.details
    const meant = typeof suggestion === 'string' ? `; did you mean ${suggestion}?` : ''
    return { fault: `it has no ${expression.text}${meant}` }
  }
}
