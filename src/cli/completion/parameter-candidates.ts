import { realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { findArchive, namespaceOf } from '../../archive/listing/find-project.ts'
import type { RunBrief } from '../../archive/index/run-brief.ts'
import { listRuns } from '../../archive/listing/list-runs.ts'
import { kebabCase } from '../../internal/kebab-case.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { cutMiddle } from '../../render/cut-middle.ts'
import { isConfig } from '../is-config.ts'
import { isScript } from '../is-script.ts'
import type { Candidate } from './candidate.ts'

/** The parameters of an experiment as flags, as its last run had them. Its file is not looked into: that would run it. */
export function parameterFlags(words: readonly string[], results: string | undefined): readonly Candidate[] {
  const brief = lastRunOf(words, results)
  if (brief === null) return []
  return Object.entries(brief.parameters).flatMap(([name, value]) => {
    const flag = { name: `--${kebabCase(name)}`, text: textOf(brief, name) }
    return typeof value === 'boolean' ? [flag, { ...flag, name: `--no-${kebabCase(name)}` }] : [flag]
  })
}

/** The same for `-p`. */
export function assignmentsOf(words: readonly string[], results: string | undefined): readonly Candidate[] {
  const brief = lastRunOf(words, results)
  return brief === null ? [] : Object.keys(brief.parameters).map((name) => ({ name: `${name}=`, text: textOf(brief, name) }))
}

function textOf({ parameters, secrets }: RunBrief, name: string): string {
  return secrets.includes(name) ? 'a secret' : `${cutMiddle(JSON.stringify(parameters[name]), 40)} in the last run`
}

/** The newest run of the first file that is named. */
function lastRunOf(words: readonly string[], results: string | undefined): RunBrief | null {
  for (const word of words) {
    const [, path = word, name] = /^(.*)#([^#]*)$/.exec(word) ?? []
    if ((!isScript(path) && !isConfig(path)) || statIfThere(path, 'look at')?.isFile() !== true) continue
    const file = realpathSync(resolve(path))
    const { archive, root } = findArchive({ from: dirname(file), cwd: process.cwd(), env: process.env, results })
    const namespace = namespaceOf(file, root, name)
    for (const run of listRuns(archive, { namespace })) {
      if (!('error' in run) && run.namespace === namespace) return run.brief
    }
    return null
  }
  return null
}
