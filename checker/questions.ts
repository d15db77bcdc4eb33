/** The properties of a model while a search goes on: which are decided, by which state. */
import type { Property } from './model.ts';

export class Questions {
  /** Per property: the state that decided it, or -1. */
  readonly decidedBy: number[];
  /** Properties, by index, that new states (ends) may still decide. */
  open: number[];
  openAtEnds: number[];
  private readonly properties: readonly Property[];

  constructor(properties: readonly Property[]) {
    const indices = [...properties.keys()];
    this.properties = properties;
    this.decidedBy = properties.map(() => -1);
    this.open = indices.filter((i) => properties[i].kind !== 'finally');
    this.openAtEnds = indices.filter((i) => properties[i].kind === 'finally');
  }

  /** Of state `id`, which is new. True if it violates a property. */
  askState(id: number, bytes: Uint8Array, at: number): boolean {
    const { open } = this;
    this.open = this.ask(open, id, bytes, at);
    return open.length > this.open.length && this.violates(open, id);
  }

  /** Of state `id`, which is an end. True if it violates a property. */
  askEnd(id: number, bytes: Uint8Array, at: number): boolean {
    const { openAtEnds } = this;
    this.openAtEnds = this.ask(openAtEnds, id, bytes, at);
    return openAtEnds.length > this.openAtEnds.length;
  }

  /** Those of `asked` that state `id` does not decide. */
  private ask(asked: number[], id: number, bytes: Uint8Array, at: number): number[] {
    const { properties } = this;
    let open = asked;
    for (let i = 0; i < asked.length; i++) {
      const index = asked[i];
      const { kind } = properties[index];
      if (properties[index].holds(bytes, at) !== (kind === 'sometimes')) continue;
      this.decidedBy[index] = id;
      open = open.filter((other) => other !== index);
    }
    return open;
  }

  private violates(asked: readonly number[], id: number): boolean {
    return asked.some(
      (index) => this.decidedBy[index] === id && this.properties[index].kind !== 'sometimes',
    );
  }
}
