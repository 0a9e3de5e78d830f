/** A hyperlink as terminals understand it (OSC 8); terminals that do not show the text alone. */
export function terminalLink(text: string, url: string): string {
  return `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`
}
