const KEYS = ['$schema', 'mark', 'layer', 'hconcat', 'vconcat', 'concat', 'facet', 'repeat', 'spec'] as const

/** Whether an object may be a specification of Vega-Lite or Vega: it says what is to be drawn. */
export function looksLikeSpecification(value: object): boolean {
  return KEYS.some((key) => key in value)
}
