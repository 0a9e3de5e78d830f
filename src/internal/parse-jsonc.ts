const TOKENS = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\/|,(?=\s*[}\]])/g

/** Parses JSON with comments and trailing commas, as tsconfig files are written. Throws SyntaxError. */
export function parseJsonc(text: string): unknown {
  // A comma can be trailing behind a comment, so comments go first.
  const bare = text.replace(/^\uFEFF/, '').replace(TOKENS, (token) => (token.startsWith('/') ? ' ' : token))
  return JSON.parse(bare.replace(TOKENS, (token) => (token === ',' ? '' : token)))
}
