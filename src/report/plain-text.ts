/** Escape sequences: colours and cursor moves (CSI), titles and links (OSC), other strings, and single ones. */
const ESCAPES =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[PX^_][^\u001b]*(?:\u001b\\)?|\u001b[ -/]*[0-~]/g

const LONGEST_LINE = 1000

/** Text of a terminal as it would be read there in the end: without colours, lines that were written over left out. */
export function plainLines(text: string): readonly string[] {
  const lines = text.replace(ESCAPES, '').replaceAll('\r\n', '\n').split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line) => {
    const shown = line.endsWith('\r') ? line.slice(0, -1) : line
    const last = shown.slice(shown.lastIndexOf('\r') + 1)
    return last.length <= LONGEST_LINE ? last : `${last.slice(0, LONGEST_LINE)}…`
  })
}
