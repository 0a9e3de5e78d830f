import { describe, expect, test } from 'vitest'
import { progressBar, progressSummary } from '../../src/render/progress-bar.ts'

const state = (done: number, total: number | null, elapsed = 2000) => ({ label: 'fitting', done, total, elapsed })

describe('a progress bar', () => {
  test('shows the share that is done, the count, the rate and the time left', () => {
    expect(progressBar(state(5, 20), 80)).toBe('fitting ━━━━━━━━──────────────────────  25% 5/20 2.50/s 6.00 s left')
    expect(progressBar(state(20, 20), 80)).toBe('fitting ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 100% 20/20 10.0/s 0 ms left')
    expect(progressBar(state(0, 20, 0), 80)).toBe('fitting ──────────────────────────────   0% 0/20 –/s')
  })

  test('shows at its end what it is told to', () => {
    const beside = 'loss 0.1234'
    expect(progressBar({ ...state(5, 20), beside }, 90)).toMatch(/ 25% 5\/20 2.50\/s 6.00 s left · loss 0.1234$/)
    expect(progressBar({ ...state(3, null), beside }, 90)).toBe('fitting 3 1.50/s · loss 0.1234')
    expect(progressBar({ ...state(5, 20), beside: 'x'.repeat(200) }, 60).length).toBeLessThanOrEqual(60)
    expect(progressSummary({ ...state(20, 20), beside }, true)).toBe('fitting: 20/20 done in 2.00 s (10.0/s), loss 0.1234')
  })

  test('is full where there is nothing to do, and not more than full beyond the total', () => {
    expect(progressBar(state(0, 0, 0), 80)).toMatch(/━ 100% 0\/0/)
    expect(progressBar(state(30, 20), 80)).toMatch(/━ 100% 30\/20 /)
  })

  test('only counts where nobody knows the total, and tells a slow rate by the time each takes', () => {
    expect(progressBar(state(300, null), 80)).toBe('fitting 300 150/s')
    expect(progressBar(state(2, null, 9000), 80)).toBe('fitting 2 4.50 s each')
  })

  test.each([1, 2, 10, 30, 45, 60, 79, 200])('is never wider than %d columns', (width) => {
    for (const each of [state(5, 20), state(5, null), state(0, 20, 0)])
      expect(progressBar(each, width).length).toBeLessThanOrEqual(width)
  })

  test('leaves the bar out where there is no room for it', () => {
    expect(progressBar(state(5, 20), 42)).toBe('fitting  25% 5/20 2.50/s 6.00 s left')
  })
})

test('the line for the log says how far it came, whether that was all, and how fast', () => {
  expect(progressSummary(state(20, 20), true)).toBe('fitting: 20/20 done in 2.00 s (10.0/s)')
  expect(progressSummary(state(5, 20), false)).toBe('fitting: 5/20 stopped in 2.00 s (2.50/s)')
  expect(progressSummary(state(3, null), true)).toBe('fitting: 3 done in 2.00 s (1.50/s)')
  expect(progressSummary(state(0, 0, 0), true)).toBe('fitting: 0/0 done in 0 ms (–/s)')
})
