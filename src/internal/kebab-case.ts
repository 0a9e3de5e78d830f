/** A name as it is spelled in a flag: `numWords`, `num_words` and `NumWords` become `num-words`, `HTTPPort` becomes `http-port`. */
export function kebabCase(name: string): string {
  return name
    .replaceAll(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, '-')
    .replaceAll('_', '-')
    .toLowerCase()
}
