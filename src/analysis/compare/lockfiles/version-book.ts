/** Packages by name with their versions, sorted. */
export type Versions = ReadonlyMap<string, readonly string[]>

/** Collects packages and their versions: one may be there in several. */
export class VersionBook {
  readonly #found = new Map<string, Set<string>>()

  add(name: string, version: string): void {
    const versions = this.#found.get(name)
    if (versions === undefined) this.#found.set(name, new Set([version]))
    else versions.add(version)
  }

  /** `name@version`, where the name may begin with `@`. Nothing is added of other texts. */
  addSpecifier(specifier: string): void {
    const at = specifier.indexOf('@', 1)
    if (at > 0 && at < specifier.length - 1) this.add(specifier.slice(0, at), specifier.slice(at + 1))
  }

  /** In order of name; null where nothing was added. */
  get versions(): Versions | null {
    if (this.#found.size === 0) return null
    const sorted = [...this.#found].toSorted(([a], [b]) => (a < b ? -1 : 1))
    return new Map(sorted.map(([name, versions]) => [name, [...versions].toSorted()]))
  }
}
