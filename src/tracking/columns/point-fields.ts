/** Numbers of a point, as rings and journals hold it: series, step, time, value. */
export const POINT_FIELDS = 4
