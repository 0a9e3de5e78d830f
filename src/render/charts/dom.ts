import type { PlotOptions } from '@observablehq/plot'
import { parseHTML } from 'linkedom'

/** A document to draw in, where there is no browser. */
export function createDocument(): NonNullable<PlotOptions['document']> {
  return parseHTML('<!doctype html><html><body></body></html>').document
}
