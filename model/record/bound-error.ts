/** A bound of the model is exceeded: the search ends with ERROR and this sentence. */
export class BoundError extends Error {}
