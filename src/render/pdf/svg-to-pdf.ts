import { FONT_FILES } from '../raster/fonts.ts'
import { loadImage } from '../raster/load-image.ts'
import { withoutFiles } from '../raster/without-files.ts'

/** Points for a pixel: an inch has 72 of these and 96 of those. */
const POINTS = 0.75

/**
 * SVG as a PDF of one page of its size: vectors, and text as text, in DejaVu Sans, of which it holds the letters it needs. No other
 * file is read. The same for the same input. Rejects with UnreadableImage for what is no SVG.
 */
export async function svgToPdf(svg: string): Promise<Uint8Array> {
  const { size } = await loadImage({ svg })
  const [{ default: PDFDocument }, { default: insertSvg }] = await Promise.all([import('pdfkit'), import('svg-to-pdfkit')])
  const [width, height] = printedSize(svg) ?? [size.width * POINTS, size.height * POINTS]
  // Not of today: the same figure of two runs has the same checksum.
  const document = new PDFDocument({ size: [width, height], margin: 0, info: { ...saidBy(svg), CreationDate: new Date(0) } })
  for (const [name, file] of Object.entries(FONT_FILES)) document.registerFont(name, file)
  const chunks: Uint8Array[] = []
  const done = new Promise<void>((resolve, reject) => {
    document
      .on('data', (chunk: Uint8Array) => chunks.push(chunk))
      .on('end', resolve)
      .on('error', reject)
  })
  insertSvg(document as never, withoutFiles(svg), 0, 0, {
    width,
    height,
    fontCallback: (_family: string, isBold: boolean) => (isBold ? 'bold' : 'regular'),
    warningCallback: () => undefined,
  })
  document.end()
  await done
  return Buffer.concat(chunks)
}

/** Points of a picture whose size is in millimetres, to their fractions: a journal measures them. */
function printedSize(svg: string): readonly [number, number] | null {
  const [, width, height] = /^<svg [^>]*?width="([\d.]+)mm" height="([\d.]+)mm"/.exec(svg) ?? []
  return width === undefined || height === undefined ? null : [(Number(width) / 25.4) * 72, (Number(height) / 25.4) * 72]
}

/** The title and the description at the top of a picture. */
function saidBy(svg: string): { readonly Title?: string; readonly Subject?: string } {
  const [, title = '', description = ''] = /^<svg [^>]*><title>([^<]*)<\/title><desc>([^<]*)<\/desc>/.exec(svg) ?? []
  return { ...(title === '' ? {} : { Title: plain(title) }), ...(description === '' ? {} : { Subject: plain(description) }) }
}

function plain(xml: string): string {
  return xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
