import { resultOf } from '../../archive/opening/result-of.ts'
import { summaryKey } from '../../format/series-path.ts'
import type { ParameterMeta } from '../../format/meta.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import { leavesOf } from '../../query/run-fields.ts'
import { parameterStories } from '../../render/lineage-text.ts'
import { secretText } from '../../render/secret-text.ts'
import { isChanged } from '../../report/sections/changed.ts'
import { plainValue } from '../plain-value.ts'
import type { RunParts } from '../protocol-run.ts'
import type { OpenedRun } from './opened-run.ts'

/** Values that are sent of a run. */
const MOST_VALUES = 2000

export function resultsOf({ run }: OpenedRun): RunParts['results'] {
  return run.meta.results.map(({ name, direction, unit }) => ({ name, direction, unit, value: plainValue(resultOf(run, name)) }))
}

export function valuesOf({ run }: OpenedRun): RunParts['values'] {
  const all = Object.entries(leavesOf(run.values))
  const shown = all.slice(0, MOST_VALUES).map(([name, value]) => ({ name, value: plainValue(value), unit: null }))
  return { shown, count: all.length }
}

/** Those that were changed first. */
export function parametersOf({ run }: OpenedRun): RunParts['parameters'] {
  const { lineage, parameters } = run.meta
  const stories = new Map((lineage === null ? [] : parameterStories(lineage)).map(({ name, story }) => [name, story]))
  const all = Object.entries(parameters).map(([name, parameter]) => ({
    ...{ name, type: parameter.type, description: parameter.description, unit: parameter.unit ?? null },
    value: valueOf(parameter),
    standard: parameter.redacted === true ? null : decoded(parameter.default),
    source: parameter.source,
    isChanged: isChanged(parameter),
    story: stories.get(name) ?? null,
  }))
  return [...all.filter((one) => one.isChanged), ...all.filter((one) => !one.isChanged)]
}

function valueOf(parameter: ParameterMeta): unknown {
  return parameter.redacted === true && parameter.value === null ? secretText(parameter) : decoded(parameter.value)
}

function decoded(value: ParameterMeta['value']): unknown {
  return plainValue(decodeValue(value, 'experiment_meta.json'))
}

/** What the experiment tracks, then what runlab measures. */
export function seriesOf({ run }: OpenedRun): RunParts['series'] {
  const all = run.tracked.map((one) => {
    const { kind, count, last, min, max, mean } = one
    return { key: summaryKey(one), kind, count, last: finite(last), min, max, mean }
  })
  const isSystem = ({ key }: { readonly key: string }): boolean => key.startsWith('system/')
  return [...all.filter((one) => !isSystem(one)), ...all.filter(isSystem)]
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
