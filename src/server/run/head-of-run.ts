import { failedStepText } from '../../format/failed-hook.ts'
import { FILES } from '../../format/files.ts'
import { layerTexts, hookStories } from '../../render/lineage-text.ts'
import { parentText } from '../../render/parent-text.ts'
import { howAgain } from '../../report/run-again.ts'
import { machineRows, packagesOf } from '../../report/sections/environment.ts'
import { sayOrigin } from '../../report/sections/error.ts'
import { warningTexts } from '../../report/sections/head.ts'
import { thrownFrom } from '../../report/thrown-from.ts'
import type { RunParts } from '../protocol-run.ts'
import type { OpenedRun } from './opened-run.ts'

export function headOf({ run, served, files }: OpenedRun): RunParts['head'] {
  const { meta, standing, status } = run
  return {
    ...{ name: run.name, experiment: meta.name, namespace: meta.namespace, description: meta.description.trim() },
    ...{ status, life: standing.life, ending: endingOf(run), phase: meta.phase },
    start: meta.start_time === 0 ? null : meta.start_time,
    duration: meta.end_time === null ? null : meta.duration,
    lastSign: standing.lastSign === null ? null : standing.lastSign / 1000,
    seed: meta.seed,
    facts: factsOf(run).filter(([, value]) => value !== ''),
    files: served,
    hasReport: files.sizeOf(FILES.report) !== null,
    warnings: warningTexts(meta),
  }
}

/** What the status alone, and the error, do not say. */
function endingOf({ ending, status, standing }: OpenedRun['run']): string | null {
  if (standing.life === 'working' || ending === null || ending.text === status) return null
  if (status === 'failed' && ending.complete) return null
  const isAdvised = ending.complete || standing.life === 'ended' || ending.text.includes('runlab recover')
  return `${ending.text}.${isAdvised ? '' : ' `runlab recover` completes what it left.'}`
}

function factsOf({ meta }: OpenedRun['run']): readonly (readonly [string, string])[] {
  return [
    ['started by', parentText(meta) ?? ''],
    ['seed', meta.seed === null ? '' : `${meta.seed}${meta.seed_source === 'drawn' ? ' (drawn)' : ''}`],
    ['file', meta.file],
    ['code', meta.git === null ? '' : `${meta.git.commit.slice(0, 10)}${meta.git.dirty ? ', with changes' : ''}`],
    ['repeats', meta.reproduces === undefined ? '' : `${meta.reproduces.namespace}/${meta.reproduces.run}`],
    ['verdict', meta.reproduces?.verdict ?? ''],
    ['kind', [...(meta.debug ? ['a debug run'] : []), ...(meta.testing ? ['with the values for testing'] : [])].join(', ')],
  ]
}

export function errorOf({ run, files }: OpenedRun): RunParts['error'] {
  const { error } = run.meta
  if (error === null) return null
  const { type, message, stack, causes = [] } = error
  return {
    ...{ type, message, stack, causes },
    where: `${failedStepText(error)}${sayOrigin(error)}`,
    thrown: stack === null ? null : thrownFrom({ run, files }, stack),
  }
}

export function saidOf({ run }: OpenedRun): RunParts['said'] {
  return { tags: run.tags, notes: run.notes }
}

export function lineageOf({ run }: OpenedRun): RunParts['lineage'] {
  const { lineage } = run.meta
  if (lineage === null) return []
  const layers = layerTexts(lineage).map(({ place, role }) => [place, role] as const)
  const hooks = hookStories(lineage).map(({ name, story }) => [`hook ${name}`, story] as const)
  return layers.length < 2 && hooks.length === 0 ? [] : [...layers, ...hooks]
}

export function environmentOf({ run, files, broken }: OpenedRun): RunParts['environment'] {
  const { meta, environment } = run
  const mode = meta.mode === 'supervised' ? ', supervised' : ', in process'
  const rows = [
    ['written by', meta.runlab === '' ? '' : `runlab ${meta.runlab}${mode}`],
    ...(environment === null ? [] : machineRows(environment, meta.git === null)),
    ['dependencies', packagesOf({ run, files, broken })],
  ] as const
  return rows.filter(([, value]) => value !== '').map(([name = '', value = '']) => [name, value])
}

export function againOf({ run }: OpenedRun): RunParts['again'] {
  return howAgain(run)
}
