/** The reach of a source for which nobody said one, in the form and in a table. */
export const defaultReachMeters = 200
