/** Of a symmetric matrix: its eigenvalues, and the eigenvectors as columns. */
export interface Eigen {
  readonly values: Float64Array
  readonly vectors: readonly Float64Array[]
}

const MOST_SWEEPS = 60

/**
 * By the cyclic method of Jacobi: rotates pairs of axes until nothing is left beside the diagonal. `rows` stays as it is.
 * G. H. Golub and C. F. Van Loan, "Matrix computations", 4th edition, 2013, section 8.5.
 */
export function eigenOf(rows: readonly Float64Array[]): Eigen {
  const n = rows.length
  const a = rows.map((row) => Float64Array.from(row))
  const vectors = a.map((_, i) => Float64Array.from({ length: n }, (_value, j) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(a); sweep++) {
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, p, q)
  }
  return { values: Float64Array.from(a, (row, i) => row[i] ?? 0), vectors }
}

function isDiagonal(a: readonly Float64Array[]): boolean {
  let [beside, on] = [0, 0]
  for (const [i, row] of a.entries())
    for (const [j, value] of row.entries())
      if (i === j) on += value * value
      else beside += value * value
  return beside <= 1e-30 * on
}

function rotate(a: readonly Float64Array[], vectors: readonly Float64Array[], p: number, q: number): void {
  const at = (i: number, j: number): number => a[i]?.[j] ?? 0
  if (at(p, q) === 0) return
  const theta = (at(q, q) - at(p, p)) / (2 * at(p, q))
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1))
  const cosine = 1 / Math.hypot(tangent, 1)
  const sine = tangent * cosine
  for (const row of a) mix(row, p, q, cosine, sine)
  const [rowP, rowQ] = [a[p], a[q]]
  if (rowP === undefined || rowQ === undefined) return
  for (let j = 0; j < rowP.length; j++) {
    const [x, y] = [rowP[j] ?? 0, rowQ[j] ?? 0]
    rowP[j] = cosine * x - sine * y
    rowQ[j] = sine * x + cosine * y
  }
  for (const row of vectors) mix(row, p, q, cosine, sine)
}

function mix(row: Float64Array, p: number, q: number, cosine: number, sine: number): void {
  const [x, y] = [row[p] ?? 0, row[q] ?? 0]
  row[p] = cosine * x - sine * y
  row[q] = sine * x + cosine * y
}
