/** Which outcomes the ends of a search have, and how many ends each. */
import type { OutcomeResult } from './exploration.ts';
import { Images } from './images.ts';
import type { Model } from './model.ts';

export class Outcomes {
  readonly found = new Map<string, OutcomeResult>();
  private readonly model: Model;
  private readonly images: Images | undefined;

  constructor(model: Model) {
    this.model = model;
    const { symmetry, recordSize } = model;
    if (symmetry !== undefined) this.images = new Images(symmetry, recordSize);
  }

  /** State `id` is an end. With a symmetry it stands for `orbit` of them, and all are kept. */
  keep(id: number, bytes: Uint8Array, at: number, orbit: number): void {
    const { images } = this;
    if (images === undefined) return this.keepOne(id, bytes, at);
    const count = images.of(bytes, at, orbit);
    for (let i = 0; i < count; i++) this.keepOne(id, images.bytes, images.atOf(i));
  }

  private keepOne(id: number, bytes: Uint8Array, at: number): void {
    const outcome = this.model.outcome?.(bytes, at);
    if (outcome === undefined) return;
    const known = this.found.get(outcome);
    this.found.set(outcome, { states: 1 + (known?.states ?? 0), id: known?.id ?? id });
  }
}
