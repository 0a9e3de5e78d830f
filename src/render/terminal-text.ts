import { visibleText } from './visible-text.ts'

/** The codes of our own colours (`colorsFor`), and what the letters between them may not hold. */
const OWN_OR_CONTROL = /\u001B\[(?:1|2|22|3[1-6]|39)m|[\0-\x08\x0B-\x1F\x7F-\x9F]/g

/** What a command says, in which nothing talks to the terminal but our own colours: names and errors come from anywhere. */
export function terminalText(text: string): string {
  return text.replaceAll(OWN_OR_CONTROL, (found) => (found.length > 1 ? found : visibleText(found)))
}
