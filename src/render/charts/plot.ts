import type * as ObservablePlot from '@observablehq/plot'

/** Observable Plot, once `loadPlot` has settled. */
// oxlint-disable-next-line import/no-mutable-exports -- set once, before it is used
export let Plot: typeof ObservablePlot

/** To be awaited before anything is drawn. It is an ES module: `require` of it fails while somebody imports what it is made of. */
export async function loadPlot(): Promise<void> {
  Plot ??= await import('@observablehq/plot')
}
