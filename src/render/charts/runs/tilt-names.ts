import { cutMiddle } from '../../cut-middle.ts'
import { escapeXml } from '../../escape-xml.ts'
import type { ScaleSpec } from '../axis-ticks.ts'
import type { Place } from '../frame.ts'
import { textWidth } from '../text-width.ts'
import { FONT_SIZE, INK, MUTED } from '../theme.ts'

export interface TiltedNames {
  /** The scale as the frame draws it. */
  readonly scale: ScaleSpec
  /** Pixels that names take below the axis, besides the room for those that are not tilted. */
  readonly foot: number
  readonly draw: (place: Place) => string
}

/** Degrees, and pixels of a name. */
const [ANGLE, LONGEST] = [42, 170]
/** Pixels of a letter, about. */
const LETTER = 0.57 * FONT_SIZE
/** Pixels of the picture that are not between the axes, about; of a name besides its letters; and of a line of them. */
const [BESIDE, GAP, LINE] = [80, 8, 22]

/** Names below an axis lie aslant where they have no room beside one another; of very many every second, third … is left out. */
export function tiltNames(scale: ScaleSpec, width: number, paper: boolean): TiltedNames {
  const { names = [] } = scale
  const band = (width - BESIDE) / Math.max(1, names.length + 0.2)
  const widest = Math.max(0, ...names.map((name) => textWidth(name, FONT_SIZE)))
  if (widest + GAP <= band) return { scale, foot: 0, draw: () => '' }
  const stride = Math.max(1, Math.ceil(LINE / band))
  const foot = Math.ceil(Math.min(LONGEST, widest) * Math.sin((ANGLE / 180) * Math.PI))
  const draw = ({ x, bottom }: Place): string => {
    const drawn = names.flatMap((name, i) => {
      if (i % stride > 0) return []
      const room = Math.min(LONGEST, (x(i) - 4) / Math.cos((ANGLE / 180) * Math.PI))
      const place = `transform="translate(${Math.round(x(i)) + 4} ${bottom + 14}) rotate(-${ANGLE})" text-anchor="end"`
      return [
        `<text ${place} fill="${paper ? INK : MUTED}">${escapeXml(cutMiddle(name, Math.max(3, Math.floor(room / LETTER))))}</text>`,
      ]
    })
    return drawn.join('')
  }
  return { scale: { ...scale, names: names.map(() => '') }, foot, draw }
}
