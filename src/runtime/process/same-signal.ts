/** Milliseconds in which a repeated signal is the same one: a terminal sends Ctrl-C to the supervisor and to the experiment. */
export const SAME_SIGNAL = 200
