import { numberText } from '../charts/number-text.ts'
import { escapeXml } from '../escape-xml.ts'
import { rasterise } from '../raster/rasterise.ts'

/** Pixels of the strip above a frame. */
export const STRIP = 28

/** RGBA of a white strip that says the step: above the image it hides nothing of it, and is not hidden by a player's controls. */
export async function drawStep(step: number, width: number): Promise<Uint8Array> {
  const text = `<text x="12" y="19" font-size="16" fill="#1f2328">step ${escapeXml(numberText(step, 9))}</text>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${STRIP}" font-family="DejaVu Sans">${text}</svg>`
  return (await rasterise(svg, { background: '#ffffff' })).pixels
}
