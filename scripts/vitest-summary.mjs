// A vitest reporter that writes { passed, failed, skipped, notes } to the file named by RUNLAB_TEST_SUMMARY.
import { writeFileSync } from 'node:fs'

export default class SummaryReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const summary = { passed: 0, failed: unhandledErrors.length, skipped: 0, notes: [] }
    for (const module of modules) {
      summary.failed += module.errors().length
      // A failed beforeAll leaves the suite's tests as skipped; the failure is counted with the suite.
      for (const suite of module.children.allSuites()) summary.failed += suite.errors().length
      for (const test of module.children.allTests()) {
        const { state, note } = test.result()
        summary[state === 'pending' ? 'failed' : state] += 1
        if (state === 'skipped') summary.notes.push({ test: test.fullName, reason: note ?? reasonOf(test) })
      }
    }
    if (process.env.RUNLAB_TEST_SUMMARY) writeFileSync(process.env.RUNLAB_TEST_SUMMARY, JSON.stringify(summary))
  }
}

function reasonOf(test) {
  return { run: 'what comes before it failed', todo: 'still to be written' }[test.options.mode] ?? 'marked as skipped'
}
