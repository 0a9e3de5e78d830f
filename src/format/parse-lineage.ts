import { fieldsOf, flag, json, listOf, number, oneOf, orNull, recordOf, text } from './json-parsers.ts'
import type { Parse } from './json-parsers.ts'
import type { HookImplementationMeta, LayerMeta, LineageMeta, ParameterChangeMeta } from './lineage.ts'

const layerKind = oneOf('experiment', 'extension', 'mixin', 'config', 'original run', 'command line', 'code')
const change = oneOf('declared', 'set', 'inherited', 'kept', 'derived')
const implementation = oneOf('default', 'abstract', 'replace', 'append', 'prepend', 'wrap')
const numberOrNull = orNull(number)
const textOrNull = orNull(text)

const layerMeta: Parse<LayerMeta> = (value, place) => {
  const read = fieldsOf(value, place)
  const by = read<number | undefined>('by', number, () => undefined)
  return {
    kind: read('kind', layerKind),
    name: read('name', text),
    file: read('file', textOrNull),
    line: read('line', numberOrNull),
    sha256: read('sha256', textOrNull),
    ...(by === undefined ? {} : { by }),
  }
}

const changeMeta: Parse<ParameterChangeMeta> = (value, place) => {
  const read = fieldsOf(value, place)
  const before = read<ParameterChangeMeta['before']>('before', json, () => undefined)
  const after = read<ParameterChangeMeta['after']>('after', json, () => undefined)
  const testing = read<boolean>('testing', flag, () => false)
  const written = read<string | undefined>('written', text, () => undefined)
  return {
    layer: read('layer', number),
    how: read('how', change),
    line: read('line', numberOrNull),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(testing ? { testing: true as const } : {}),
    ...(written === undefined ? {} : { written }),
  }
}

const implementationMeta: Parse<HookImplementationMeta> = (value, place) => {
  const read = fieldsOf(value, place)
  const replaced = read<number | undefined>('replaced', number, () => undefined)
  return {
    layer: read('layer', number),
    how: read('how', implementation),
    line: read('line', numberOrNull),
    ...(replaced === undefined ? {} : { replaced }),
  }
}

const layers = listOf(layerMeta)
const parameters = recordOf(listOf(changeMeta))
const hooks = recordOf(listOf(implementationMeta))

/** The key `lineage` of `experiment_meta.json`. */
export const lineageMeta: Parse<LineageMeta> = (value, place) => {
  const read = fieldsOf(value, place)
  return { layers: read('layers', layers), parameters: read('parameters', parameters), hooks: read('hooks', hooks) }
}
