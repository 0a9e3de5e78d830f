// A vitest reporter that writes { passed, failed, skipped, notes, files } to the file named by RUNLAB_TEST_SUMMARY. `notes` says of
// each test that did not run why; `files` has the seconds that each file took.
import { writeFileSync } from 'node:fs'

export default class SummaryReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const summary = { passed: 0, failed: unhandledErrors.length, skipped: 0, notes: [], files: {} }
    for (const module of modules) {
      summary.failed += module.errors().length
      summary.files[module.relativeModuleId] = secondsOf(module.diagnostic())
      // A failed beforeAll leaves the suite's tests as skipped; the failure is counted with the suite.
      for (const suite of module.children.allSuites()) summary.failed += suite.errors().length
      for (const test of module.children.allTests()) {
        const { state, note } = test.result()
        summary[state === 'pending' ? 'failed' : state] += 1
        if (state === 'skipped')
          summary.notes.push({ test: test.fullName, file: module.relativeModuleId, reason: note ?? reasonOf(test) })
      }
    }
    if (process.env.RUNLAB_TEST_SUMMARY) writeFileSync(process.env.RUNLAB_TEST_SUMMARY, JSON.stringify(summary))
  }
}

const secondsOf = ({ prepareDuration, collectDuration, setupDuration, duration }) =>
  Math.round((prepareDuration + collectDuration + setupDuration + duration) / 100) / 10

function reasonOf(test) {
  return { run: 'what comes before it failed', todo: 'still to be written' }[test.options.mode] ?? 'marked as skipped'
}
