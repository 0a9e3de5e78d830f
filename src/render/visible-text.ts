/** Text in which what would talk to the terminal, or break the line, is shown by its picture: `␛`, `␊`. Tabs stay. */
export function visibleText(text: string): string {
  return text.replaceAll(/[\0-\x08\x0A-\x1F\x7F-\x9F]/g, pictureOf)
}

function pictureOf(control: string): string {
  const code = control.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x24_00 + code)
  return code === 0x7f ? '␡' : '�'
}
