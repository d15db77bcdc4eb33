/**
 * Edges of the state graph that lead one level deeper, in the order in which states are expanded.
 *
 *     first[s] ... first[s + 1] - 1     the edges of state s
 *     targets[e], rules[e]              where edge e leads, and the rule that makes it
 *
 * 6 bytes an edge, 4 bytes a state. Grown by copying: a log is for searches of moderate size.
 */
export class EdgeLog {
  first = new Uint32Array(1024);
  targets = new Uint32Array(1024);
  rules = new Uint16Array(1024);
  /** Edges kept. */
  size = 0;

  get bytes(): number {
    return this.first.byteLength + this.targets.byteLength + this.rules.byteLength;
  }

  /** An edge of the state that is being expanded. */
  keep(target: number, rule: number): void {
    if (this.size === this.targets.length) {
      this.targets = grown(this.targets, this.size + 1);
      this.rules = grown(this.rules, this.size + 1);
    }
    this.targets[this.size] = target;
    this.rules[this.size++] = rule;
  }

  /** State `id` has no more edges; states are closed one after the other. */
  close(id: number): void {
    if (id + 1 >= this.first.length) this.first = grown(this.first, id + 2);
    this.first[id + 1] = this.size;
  }
}

/** An array of at least `length` entries that begins like `array`. */
function grown<A extends Uint32Array | Uint16Array>(array: A, length: number): A {
  const larger = new (array.constructor as new (length: number) => A)(
    Math.max(length, 2 * array.length),
  );
  larger.set(array);
  return larger;
}
