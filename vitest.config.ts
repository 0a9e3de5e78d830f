import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: [{ find: /^runlab$/, replacement: fileURLToPath(new URL('src/index.ts', import.meta.url)) }] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/fixtures/**'],
    // Tests of pictures draw, tests of samples sample; the others would wait for theirs, and find more series than they track.
    env: { RUNLAB_VISUALS: '0', RUNLAB_SYSTEM_INTERVAL: '0' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
