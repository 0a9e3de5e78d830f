import { html } from './html.ts'
import type { Html } from './html.ts'

/** Behind `_ / =`, and where a capital follows. */
const JOINTS = /(?<=[_/=])(?=[^\s_/=])|(?<=[\p{Ll}\d])(?=\p{Lu})/u

/** A name or path that a line ends in at its joints, `learning_|rate`, `hidden|Units`, `data/|a.csv`, rather than within a word. */
export function breakable(text: string): Html {
  const parts = text.split(JOINTS)
  return html`${parts.map((part, i) => (i === 0 ? part : html`<wbr />${part}`))}`
}
