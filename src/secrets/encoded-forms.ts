import { inspect } from 'node:util'

/** How a secret may stand in a text, besides as it is. */
export interface Forms {
  /** The secret alone, as it is and encoded. */
  readonly whole: readonly string[]
  /** What a text holds that has the secret somewhere inside, e.g. in base64 of more than the secret. */
  readonly inside: readonly string[]
}

/** Plain, escaped as in JSON and in a program's text, as part of a URL, and in base64 at any offset. */
export function formsOf(secret: string): Forms {
  const written = [secret, ...escapedForms(secret), ...markupForms(secret), ...urlForms(secret)]
  const bytes = Buffer.from(secret)
  const base64 = [bytes.toString('base64'), bytes.toString('base64url')]
  return {
    whole: distinct([...written, ...base64]),
    inside: distinct([...written, ...base64, ...[0, 1, 2].flatMap((offset) => innerBase64(bytes, offset))]),
  }
}

function escapedForms(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const ascii = json.replaceAll(/[\u007F-\uFFFF]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
  // As console.log shows a text within an object.
  return [json, ascii, json.replaceAll('/', '\\/'), inspect(secret, { breakLength: Infinity }).slice(1, -1)]
}

/** As pages and SVG hold it, with the entities that there are for quotes. */
function markupForms(secret: string): readonly string[] {
  if (!/[&<>"']/.test(secret)) return []
  const text = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const closed = text.replaceAll('>', '&gt;')
  const quoted = closed.replaceAll('"', '&quot;')
  return [text, closed, quoted, ...['&#39;', '&#x27;', '&apos;'].map((entity) => quoted.replaceAll("'", entity))]
}

function urlForms(secret: string): readonly string[] {
  const valid = Buffer.from(secret).toString() // half a character cannot be encoded
  const encoded = encodeURIComponent(valid)
  // RFC 3986 reserves five characters more than encodeURIComponent encodes; forms write a space as a plus sign.
  const strict = encoded.replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  const forms = [encoded, strict, strict.replaceAll('%20', '+'), encodeURI(valid)]
  return [...forms, ...forms.map((form) => form.replaceAll(/%[\dA-F]{2}/g, (code) => code.toLowerCase()))]
}

/** The characters that depend on nothing but the secret when it follows `offset` other bytes, in both alphabets. */
function innerBase64(bytes: Buffer, offset: number): readonly string[] {
  const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
  const from = Math.ceil((offset * 8) / 6)
  const to = Math.floor((shifted.length * 8) / 6)
  return [shifted.toString('base64').slice(from, to), shifted.toString('base64url').slice(from, to)]
}

function distinct(forms: readonly string[]): readonly string[] {
  return [...new Set(forms)]
}
