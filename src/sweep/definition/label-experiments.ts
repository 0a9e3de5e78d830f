import { basename, relative } from 'node:path'
import type { SweepExperiment } from '../../format/sweep.ts'

/** Names experiments by the shortest names that tell them apart: file without extension, else the path from `folder`. */
export function labelExperiments(
  experiments: readonly Omit<SweepExperiment, 'label'>[],
  folder: string,
): readonly SweepExperiment[] {
  const suffix = (name: string | null): string => (name === null ? '' : `#${name}`)
  const short = experiments.map(({ file, name }) => `${basename(file).replace(/\.[^.]+$/, '')}${suffix(name)}`)
  const isDistinct = new Set(short).size === short.length
  return experiments.map(({ file, name }, index) => ({
    label: isDistinct ? (short[index] ?? file) : `${relative(folder, file)}${suffix(name)}`,
    file,
    name,
  }))
}
