const OwnPromise = Promise

/** Settles as the first of them that settles; like `Promise.race`, but where the program has replaced that or `then`. */
export async function firstOf<T>(one: Promise<T>, other: Promise<T>): Promise<T> {
  return await new OwnPromise<T>((resolve, reject) => {
    void pass(one, resolve, reject)
    void pass(other, resolve, reject)
  })
}

async function pass<T>(promise: Promise<T>, resolve: (value: T) => void, reject: (error: unknown) => void): Promise<void> {
  try {
    resolve(await promise)
  } catch (error) {
    reject(error)
  }
}
