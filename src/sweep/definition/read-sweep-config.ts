import { readFileSync } from 'node:fs'
import type { Problem } from '../../errors.ts'
import { ConfigSource } from '../../experiment/config/config-source.ts'
import { ConfigValues } from '../../experiment/config/config-values.ts'
import type { Environment } from '../../experiment/config/expand-variables.ts'
import { readYaml } from '../../experiment/config/read-yaml.ts'
import type { YamlMap } from '../../experiment/config/yaml-tree.ts'
import { defineOwn } from '../../internal/define-own.ts'

export interface SweepConfig {
  readonly given: Readonly<Record<string, unknown>>
  /** Each with its place. */
  readonly problems: readonly Problem[]
  placed(key: string | null, problem: Problem): Problem
}

/** What a config says where it is that of a sweep, which has a key `space`; null for all others, and for what cannot be read. */
export async function readSweepConfig(file: string, env: Environment): Promise<SweepConfig | null> {
  const text = readText(file)
  if (text === null || !/^["']?space["']?\s*:/m.test(text)) return null
  const source = new ConfigSource(file, text)
  const yaml = await readYaml(source)
  const { root } = yaml
  if (root?.type !== 'map' || !root.entries.some(({ key }) => key === 'space')) return null
  const values = new ConfigValues(source, yaml, env)
  const given: Record<string, unknown> = {}
  for (const { key, value } of root.entries) {
    if (values.isSecret(value)) {
      const expected = 'no credentials: trials read them from the environment, and a sweep is recorded'
      source.report('CONFIG_VALUE', { key, value: values.show(value), expected }, value.start)
    }
    defineOwn(given, key, values.isSecret(value) || values.isBroken(value) ? undefined : values.dataOf(value))
  }
  return { given, problems: source.problems, placed: (key, one) => placeOf(source, root, key, one) }
}

function placeOf(source: ConfigSource, root: YamlMap, key: string | null, one: Problem): Problem {
  const entry = root.entries.find((candidate) => candidate.key === key)
  return { ...problemOf(one), place: source.placeAt(entry?.keyStart ?? 0) }
}

/** Errors are problems as well, of which only this is shown. */
function problemOf({ code, message, hint }: Problem): Problem {
  return { code, message, ...(hint === undefined ? {} : { hint }) }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null // loading it as an experiment says why
  }
}
