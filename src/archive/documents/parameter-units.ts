import type { RunReader } from '../../api/run.ts'
import type { VisualRules } from '../../api/visual.ts'
import type { ParameterMeta } from '../../format/meta.ts'
import { lookUp } from './visual-rules.ts'

interface Measured {
  readonly tracked: readonly Pick<RunReader['tracked'][number], 'name'>[]
  readonly meta: { readonly parameters: Readonly<Record<string, ParameterMeta>> }
}

/** The rules, and for a series with the name of a parameter that parameter's unit, where they say no other. */
export function withParameterUnits(rules: VisualRules, { tracked, meta: { parameters } }: Measured): VisualRules {
  const units = tracked.flatMap(({ name }) => {
    const unit = Object.hasOwn(parameters, name) ? parameters[name]?.unit : undefined
    const rule = lookUp(rules, name)
    return unit === undefined || rule === null || rule.unit !== undefined ? [] : [[name, { ...rule, unit }] as const]
  })
  return { ...rules, ...Object.fromEntries(units) }
}
