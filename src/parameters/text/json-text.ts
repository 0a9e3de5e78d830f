import { findJsonFault } from './json-fault.ts'

export type JsonText = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: string }

/** Reads JSON, or says what is wrong with it and where: `unexpected "a" at character 4`. */
export function readJsonText(text: string): JsonText {
  try {
    return { ok: true, value: JSON.parse(text) as unknown }
  } catch (error) {
    return { ok: false, fault: findJsonFault(text) ?? String(error) }
  }
}

/** JSON where it is, else the text itself. */
export function readLooseText(text: string): unknown {
  const json = readJsonText(text)
  return json.ok ? json.value : text
}
