import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'
import LongestFirst from './scripts/longest-first.mjs'

const MINUTES = 60_000
const FIXTURES = 'test/fixtures/**'
/** Tests that start processes, and so run what is built in dist/. */
const PROCESSES = ['test/{docs,e2e,examples,package}/**/*.test.ts', 'test/**/*.process.test.ts']

export default defineConfig({
  resolve: { alias: [{ find: /^runlab$/, replacement: fileURLToPath(new URL('src/index.ts', import.meta.url)) }] },
  test: {
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    setupFiles: ['test/support/own-folder.ts'],
    // Tests of pictures draw, tests of samples sample; the others would wait for theirs, and find more series than they track.
    env: { RUNLAB_VISUALS: '0', RUNLAB_SYSTEM_INTERVAL: '0' },
    // Long enough for one core that others use as well: how fast a machine is decides nothing.
    testTimeout: 5 * MINUTES,
    hookTimeout: 5 * MINUTES,
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, FIXTURES, ...PROCESSES],
          // Files share their modules: most of the time would go into loading them again.
          pool: 'threads',
          isolate: false,
          setupFiles: ['test/support/forbid-processes.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'processes', include: PROCESSES, exclude: [...configDefaults.exclude, FIXTURES], pool: 'forks' },
      },
    ],
  },
})
