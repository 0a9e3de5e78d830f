/** A filter or one of its steps, with whatever prefix. Its attributes may hold what ends a tag. */
const TAG = /<(?:[\w-]+:)?(?:filter|fe[A-Z]\w*)\s(?:"[^"]*"|'[^']*'|[^>"'])*>/g
const ATTRIBUTE = /(?<=\s)(x|y|width|height|numOctaves)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const NUMBER = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(%|[a-z]*)\s*$/

/** Of any picture; resvg ends the process at a region of 10⁹, in a thread as well. */
const LARGEST = 1e6
/** More make no difference to be seen, and take hours. */
const MOST_OCTAVES = 24

/** SVG whose filters can be drawn: numbers of theirs that are too large, or none, are bounded. */
export function boundedFilters(svg: string): string {
  return svg.replaceAll(TAG, (tag) =>
    tag.replaceAll(ATTRIBUTE, (_, name: string, double?: string, single?: string) => {
      const [, number = '', unit = ''] = NUMBER.exec(double ?? single ?? '') ?? []
      const most = name === 'numOctaves' ? MOST_OCTAVES : LARGEST
      return `${name}="${number === '' ? '' : Math.min(most, Math.max(-most, Number(number)))}${unit}"`
    }),
  )
}
