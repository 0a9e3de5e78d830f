// Vitest's order of test files: those that start processes, the longest first, then the others. The seconds are those of a
// run on two cores. `npm test -- --write-durations` writes the list anew; it leaves out what takes less than a second, so a new
// file that starts processes is not told from a short one, and comes between the long and the short.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BaseSequencer } from 'vitest/node'

const root = fileURLToPath(new URL('..', import.meta.url))
const seconds = JSON.parse(readFileSync(new URL('test-durations.json', import.meta.url), 'utf8'))

const UNLISTED = 8
const isProcess = ({ project }) => Number(project.name === 'processes')
const secondsOf = (file) => seconds[relative(root, file.moduleId)] ?? UNLISTED * isProcess(file)

export default class LongestFirst extends BaseSequencer {
  async sort(files) {
    return files.toSorted((a, b) => isProcess(b) - isProcess(a) || secondsOf(b) - secondsOf(a))
  }
}
