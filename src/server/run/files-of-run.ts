import { posix } from 'node:path'
import { FILES } from '../../format/files.ts'
import { parseJsonLines } from '../../format/parse-json-lines.ts'
import { parseVisualRecord } from '../../format/visuals.ts'
import { mediaOf } from '../../report/run-files.ts'
import type { RunFile, RunParts } from '../protocol-run.ts'
import type { OpenedRun } from './opened-run.ts'

const ROWS = /\.(?:csv|jsonl|ndjson)$/i
const TEXT = /\.(?:txt|md|log|json|ya?ml|toml|[cm]?[jt]sx?|py|r|jl|sh|css|html?|xml|tex|bib|ini|conf|patch|diff|tsv)$/i

export function picturesOf({ files }: OpenedRun): RunParts['pictures'] {
  const lines = files.read(FILES.drawn)?.toString('utf8') ?? ''
  return parseJsonLines(lines, FILES.drawn, parseVisualRecord).map(({ title, files: paths, alt, note, group }) => {
    const file = paths.find((path) => mediaOf(path) !== null && files.sizeOf(path) !== null) ?? null
    // What runlab draws of series has its title in it.
    const isTitled = group !== 'own' && file?.endsWith('.svg') === true
    return { title, isTitled, file, media: file === null ? null : mediaOf(file), alt, note, isSystem: group === 'system' }
  })
}

export function artifactsOf({ run, files }: OpenedRun): RunParts['artifacts'] {
  return Array.from(run.artifacts, ({ name }) => ({ path: name, name, size: files.sizeOf(name), note: '', shown: shownAs(name) }))
}

export function inputsOf({ run }: OpenedRun): RunParts['inputs'] {
  return run.inputs.map(({ path, size, parameter }) => ({
    ...{ path, name: path, size, shown: null },
    note: parameter === null ? '' : `of the parameter ${parameter}`,
  }))
}

/** The entry first. */
export function codeOf({ run, files }: OpenedRun): RunParts['code'] {
  const { snapshot } = run
  if (snapshot === null) return []
  const { folder = FILES.code, files: list, patch } = snapshot
  const all = list.map(({ path, role, redacted }): RunFile => {
    const place = posix.join(folder, path)
    const note = [role, redacted === true ? 'secrets masked' : ''].filter((text) => text !== '').join(', ')
    return { path: place, name: path, size: files.sizeOf(place), note, shown: 'text' }
  })
  const entry = all.filter(({ name }) => name === snapshot.entry)
  const difference = `${FILES.code}/git.patch`
  const patches: readonly RunFile[] =
    patch.state === 'none'
      ? []
      : [{ path: difference, name: 'git.patch', size: patch.size, note: 'what differed from the commit', shown: 'text' }]
  return [...entry, ...all.filter((one) => !entry.includes(one)), ...patches]
}

function shownAs(name: string): RunFile['shown'] {
  return mediaOf(name) ?? (ROWS.test(name) ? 'table' : TEXT.test(name) ? 'text' : null)
}
