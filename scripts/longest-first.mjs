// Vitest's order of test files: those that start processes, the longest first, then the others. The seconds are those of a
// run on two cores; a file that is not listed counts as short. `npm test -- --write-durations` writes the list anew.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BaseSequencer } from 'vitest/node'

const root = fileURLToPath(new URL('..', import.meta.url))
const seconds = JSON.parse(readFileSync(new URL('test-durations.json', import.meta.url), 'utf8'))

const secondsOf = ({ moduleId }) => seconds[relative(root, moduleId)] ?? 0
const isProcess = ({ project }) => Number(project.name === 'processes')

export default class LongestFirst extends BaseSequencer {
  async sort(files) {
    return files.toSorted((a, b) => isProcess(b) - isProcess(a) || secondsOf(b) - secondsOf(a))
  }
}
