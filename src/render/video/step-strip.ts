import { fitText } from '../charts/text-width.ts'
import { escapeXml } from '../escape-xml.ts'
import { rasterise } from '../raster/rasterise.ts'

/** Pixels of the strip above a frame that is up to so wide; wider ones have a higher one. */
const [STRIP, NARROW] = [28, 640]

/** Pixels of the strip above a frame of such a width: an even number. */
export function stripHeight(width: number): number {
  return 2 * Math.round((STRIP / 2) * Math.max(1, width / NARROW))
}

/** RGBA of a white strip that says the step: above the image it hides nothing of it, and is not hidden by a player's controls. */
export async function drawStep(step: string, width: number): Promise<Uint8Array> {
  const height = stripHeight(width)
  const scale = height / STRIP
  const text = `<text x="12" y="19" font-size="16" fill="#1f2328">${escapeXml(fitText(step, 16, width / scale - 24))}</text>`
  const box = `width="${width}" height="${height}" viewBox="0 0 ${width / scale} ${STRIP}" preserveAspectRatio="xMinYMin"`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${box} font-family="DejaVu Sans">${text}</svg>`
  return (await rasterise(svg, { background: '#ffffff' })).pixels
}
