/**
 * The edges of a search, written down as it finds them, for whoever asks about cycles afterwards.
 *
 * 6 bytes an edge and 4 bytes a state, in chunks, which are joined once (graph.ts).
 */

const CHUNK_EDGES = 2 ** 14;

export class EdgeLog {
  /** Edges and states written so far. */
  edges = 0;
  states = 0;
  private readonly targets: Uint32Array[] = [];
  private readonly rules: Uint16Array[] = [];
  private readonly lasts: Uint32Array[] = [];

  /** Bytes that it takes with `more` further edges, of as many states at most. */
  bytesWith(more: number): number {
    const chunks = (count: number): number => Math.ceil((count + more) / CHUNK_EDGES);
    return (chunks(this.edges) * (4 + 2) + chunks(this.states) * 4) * CHUNK_EDGES;
  }

  /** An edge of the state that is being expanded. */
  add(target: number, rule: number): void {
    const place = this.edges % CHUNK_EDGES;
    if (place === 0) {
      this.targets.push(new Uint32Array(CHUNK_EDGES));
      this.rules.push(new Uint16Array(CHUNK_EDGES));
    }
    const chunk = this.targets.length - 1;
    this.targets[chunk][place] = target;
    this.rules[chunk][place] = rule;
    this.edges++;
  }

  /** The state has no further edges; the next one follows. */
  endState(): void {
    const place = this.states % CHUNK_EDGES;
    if (place === 0) this.lasts.push(new Uint32Array(CHUNK_EDGES));
    this.lasts[this.lasts.length - 1][place] = this.edges;
    this.states++;
  }

  /** All of it in one piece each; the log is empty then. The edges of state s end at `lasts[s]`. */
  take(): { targets: Uint32Array; rules: Uint16Array; lasts: Uint32Array } {
    const { edges, states } = this;
    this.edges = this.states = 0;
    return {
      targets: joined(this.targets, new Uint32Array(edges)),
      rules: joined(this.rules, new Uint16Array(edges)),
      lasts: joined(this.lasts, new Uint32Array(states)),
    };
  }
}

/** Fills `all` with the chunks, and lets go of each one as it is copied. */
function joined<A extends Uint32Array | Uint16Array>(chunks: A[], all: A): A {
  for (let at = 0, chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
    all.set(chunk.subarray(0, Math.min(CHUNK_EDGES, all.length - at)), at);
    at += CHUNK_EDGES;
  }
  return all;
}
