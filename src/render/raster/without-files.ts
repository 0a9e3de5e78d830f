/** Wherever a tag may have it, also in an entity of a doctype, and with whatever prefix. */
const REFERENCE = /href\s*=\s*(?:"[^"]*"|'[^']*')/g
/** Something in the SVG itself, or the data of a picture. */
const WITHIN = /^href\s*=\s*["']\s*(?:#|data:)/

/**
 * SVG that takes nothing from elsewhere. resvg reads every file that an `<image>` names: archives come from others, and a private
 * picture is not to get into one that is sent on.
 */
export function withoutFiles(svg: string): string {
  return svg.replaceAll(REFERENCE, (reference) => {
    const quote = reference.at(-1) ?? ''
    return WITHIN.test(reference) ? reference : `href=${quote}${quote}`
  })
}
