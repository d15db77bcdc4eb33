/** What a phase says after so long; `estimateMs` is null where nobody can tell. */
export function phaseText(what: string, elapsedMs: number, estimateMs: number | null): string;

/** Tells of a phase until what is returned is called. `isLive`: a terminal that can be drawn over. */
export function startPhase(what: string, estimateMs: number | null, isLive: boolean): () => void;
