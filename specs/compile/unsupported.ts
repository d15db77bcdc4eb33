/** The model has no such thing; not a fault of the litmus. */
export class Unsupported extends Error {}
