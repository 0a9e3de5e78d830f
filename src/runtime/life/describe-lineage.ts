import { relative, sep } from 'node:path'
import { stemOf } from '../../experiment/layers.ts'
import type { HookImplementationMeta, LayerMeta, LineageMeta, ParameterChangeMeta } from '../../format/lineage.ts'
import type { Hook, HookTable, Implementation } from '../../hooks/table.ts'
import { describeChanges } from '../../parameters/describe.ts'
import type { ResolvedParameter, ResolvedParameters } from '../../parameters/resolve.ts'
import type { Setting } from '../../parameters/layers.ts'
import type { Redactor } from '../../secrets/redactor.ts'
import type { FactSection } from '../../snapshot/source-facts.ts'
import type { LayerFacts } from './layer-facts.ts'

export interface LineageParts {
  readonly layers: readonly LayerFacts[]
  /** What the run itself was given, on top of them. */
  readonly given: readonly ('original run' | 'command line' | 'code')[]
  readonly resolved: ResolvedParameters
  readonly hooks: HookTable
  readonly project: string
  readonly redactor: Redactor
}

/** Says where a run comes from, for its metadata. */
export function describeLineage({ layers, given, resolved, hooks, project, redactor }: LineageParts): LineageMeta {
  const own = layers.map((facts): LayerMeta => describeLayer(facts, project))
  const around = { resolved, projectRoot: project, redactor }
  const changesOf = (entry: ResolvedParameter): readonly ParameterChangeMeta[] =>
    describeChanges(entry, around).map(({ how, setting, ...values }) => ({
      layer: setting.layer,
      how,
      line: lineOfSetting(entry.name, setting, layers),
      ...values,
      ...(setting.source === 'testing' ? { testing: true as const } : {}),
      ...(setting.written === undefined ? {} : { written: redactor.mask(setting.written) }),
    }))
  return {
    layers: [...own, ...given.map((kind) => ({ kind, name: kind, file: null, line: null, sha256: null }))],
    parameters: Object.fromEntries(resolved.entries.map((entry) => [entry.name, changesOf(entry)])),
    hooks: Object.fromEntries(
      [...hooks.values()]
        .filter(({ implementations }) => implementations.length > 0)
        .map((hook) => [hook.name, hook.implementations.map((one) => describeImplementation(hook, one, layers))]),
    ),
  }
}

function describeLayer({ layer, own, sha256 }: LayerFacts, project: string): LayerMeta {
  const { kind, location, by } = layer
  return {
    kind,
    name: nameOfLayer(location.file, own?.exportNames ?? []),
    file: relative(project, location.file).split(sep).join('/'),
    line: kind === 'config' ? null : (own?.line ?? location.line()),
    sha256,
    ...(by === undefined ? {} : { by }),
  }
}

/** The file's, and the export's where that says more. */
function nameOfLayer(file: string, exportNames: readonly string[]): string {
  const stem = stemOf(file)
  const [name] = exportNames
  const isPlain = name === undefined || exportNames.some((one) => one === 'default' || one === 'experiment' || one === stem)
  return isPlain ? stem : `${stem}#${name}`
}

function lineOfSetting(name: string, setting: Setting, layers: readonly LayerFacts[]): number | null {
  if (setting.place !== undefined) return setting.place.line
  const sections: readonly FactSection[] =
    setting.source === 'testing' ? ['testing'] : 'derive' in setting.given ? ['derived'] : ['parameters', 'override']
  return lineIn(layers[setting.layer], sections, name)
}

function describeImplementation(
  { name }: Hook,
  { how, layer, replaced }: Implementation,
  layers: readonly LayerFacts[],
): HookImplementationMeta {
  const line = lineIn(
    layers[layer],
    how === 'default' || how === 'abstract' ? ['hooks', 'implement'] : ['implement', 'hooks'],
    name,
  )
  return { layer, how, line, ...(replaced === null ? {} : { replaced }) }
}

/** Where a layer says something of a name; else where it is defined. */
function lineIn(facts: LayerFacts | undefined, sections: readonly FactSection[], name: string): number | null {
  if (facts === undefined || facts.layer.kind === 'config') return null
  for (const section of sections) {
    const line = facts.own?.lineOf(section, name) ?? null
    if (line !== null) return line
  }
  return facts.own?.line ?? facts.layer.location.line()
}
