/** Makes each result when it is asked for. */
export function* mapLazily<T, R>(items: Iterable<T>, make: (item: T) => R): Generator<R, void, undefined> {
  for (const item of items) yield make(item)
}
