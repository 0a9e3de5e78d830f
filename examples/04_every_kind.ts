/**
 * Tracks every kind of data that there is, and shows what becomes of it.
 *
 * A ball swings on a spring that tires. Look at the report: each kind has a picture, a table, a page or a player.
 */
import { audio, defineExperiment, figure, histogram, json, matrix, param, table, text, video } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  parameters: {
    seconds: param.integer(8, { min: 1 }),
    /** Swings a second. */
    frequency: param.number(1.5, { min: 0.1 }),
    /** How much of the swing is lost in a second. */
    damping: param.number(0.35, { min: 0 }),
  },

  // How the series are drawn, where the default is not what is wanted.
  visuals: {
    height: { unit: 'cm', colour: '#aa3377' },
    'noisy height': { unit: 'cm', smoothing: 0.8 },
    ball: { frameRate: 20 },
  },

  async run(e) {
    const heightAt = (t: number): number => 10 * Math.exp(-e.params.damping * t) * Math.cos(2 * Math.PI * e.params.frequency * t)
    for (let step = 0; step < e.params.seconds * 20; step++) {
      const t = step / 20
      const height = heightAt(t)
      e.track({ height: height, 'noisy height': height + e.random.normal(0, 1.5), 'energy/left': height ** 2 }, { step })
      e.track('energy/lost', 100 - 100 * Math.exp(-2 * e.params.damping * t), { step })
      for (const side of ['left', 'right']) e.track('swing', side === 'left' ? height : -height, { step, context: { side } })
      e.track('ball', drawBall(height), { step })
    }
    for (let second = 0; second < e.params.seconds; second++) {
      const heights = Float64Array.from({ length: 200 }, (_, i) => heightAt(second + i / 200))
      e.track('heights', histogram(heights, { bins: 20 }), { step: second })
      e.track(
        'shape',
        heights.filter((_, i) => i % 10 === 0),
        { step: second },
      )
      e.track('phase', matrix(phasesOf(heights), [8, 8]), { step: second })
      e.track('note', text(`In second ${second} the ball reaches ${Math.max(...heights).toFixed(2)} cm.`), { step: second })
      e.track('turns', table([{ second, highest: Math.max(...heights), lowest: Math.min(...heights) }]), { step: second })
      e.track('state', json({ second, spring: { tired: second > 4 }, at: new Date(1e12 + 1000 * second) }), { step: second })
    }
    e.track(
      'tone',
      audio(
        Float32Array.from({ length: 16_000 }, (_, i) => 0.05 * heightAt(i / 2000) * Math.sin(i / 6)),
        { rate: 8000 },
      ),
    )
    e.track('test card', video(await e.use(new URL('./data/test-card.mp4', import.meta.url))))
    e.track('bars', figure(barsOf(e.params.seconds, heightAt)))
    await e.plot('my own plot', barsOf(3, heightAt), { title: 'A plot of my own' })
    await e.commit('figure.png', barsOf(5, heightAt))
    e.log(`${e.tracked.length} series`)
  },
})

/** A ball at a height of −10…10, 96 × 96 pixels, grey. */
function drawBall(height: number): { data: Float32Array; width: number; height: number } {
  const at = 48 - 3.6 * height
  const data = Float32Array.from({ length: 96 * 96 }, (_, i) => {
    const distance = Math.hypot((i % 96) - 48, Math.floor(i / 96) - at)
    return distance < 8 ? 0.15 : Math.abs((i % 96) - 48) < 1 && i / 96 < at ? 0.6 : 1
  })
  return { data, width: 96, height: 96 }
}

/** How often a height follows another, in eight classes each. */
function phasesOf(heights: Float64Array): Float64Array {
  const counts = new Float64Array(64)
  const classOf = (height: number): number => Math.min(7, Math.max(0, Math.floor((height + 10) / 2.5)))
  for (const [i, height] of heights.slice(0, -20).entries()) {
    const at = classOf(height) * 8 + classOf(heights[i + 20] as number)
    counts[at] = (counts[at] as number) + 1
  }
  return counts
}

/** A figure in the language of Vega-Lite. */
function barsOf(seconds: number, heightAt: (t: number) => number): Readonly<Record<string, unknown>> {
  return {
    width: 400,
    data: { values: Array.from({ length: seconds }, (_, second) => ({ second, height: Math.abs(heightAt(second)) })) },
    mark: 'bar',
    encoding: { x: { field: 'second', type: 'ordinal' }, y: { field: 'height', type: 'quantitative', title: 'height (cm)' } },
  }
}

experiment.runIfMain()
