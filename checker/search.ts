/**
 * Breadth-first search of every reachable state.
 *
 * The arena is the queue. States are numbered in the order in which they are found, so
 *     [0, head)        expanded: all successors were looked up
 *     [head, size)     found, not yet expanded: the frontier
 * and the states of one depth are consecutive. The first counterexample is a shortest one.
 *
 * The numbering is a function of the model alone: neither the size of a batch nor that of a chunk
 * changes it. Where a limit cuts the search, the result says so and says how far it got. With a
 * symmetry states are orbits; a reduced search has not all states, so its depths are no least ones.
 *
 * Time is O(transitions * recordSize). Memory is at most the record, packed (packing.ts), and 16 bytes
 * per state (see arena.ts, seen-set.ts), besides some megabytes, and the edges if wanted (edge-log.ts).
 */
import { type Ahead, aheadOf } from './ahead.ts';
import { Arena } from './arena.ts';
import { Batch } from './batch.ts';
import { bytesWith, makeRoom } from './bytes-held.ts';
import { EdgeLog } from './edge-log.ts';
import {
  checkModel,
  checkOptions,
  type Exploration,
  type ExploreOptions,
  type StopReason,
} from './exploration.ts';
import type { Model } from './model.ts';
import { Orbits } from './orbits.ts';
import { Outcomes } from './outcomes.ts';
import { PACK_FROM, pack, packMore } from './packed.ts';
import { Questions } from './questions.ts';
import { progressOf, resultOf } from './result.ts';
import { SeenSet, STATES_MAX } from './seen-set.ts';

/** About so many bytes of successors are in flight: they should fit the second-level cache. */
const BATCH_BYTES = 128 * 1024;
const CHUNK_RECORDS = 2 ** 12;
const SLOTS_FIRST = 2 ** 12;
/** Where nobody says how much there is: what any machine of today has. */
const MEMORY_DEFAULT_BYTES = 4 * 1024 ** 3;
const PROGRESS_EVERY_MS = 100;

/** One search; `step` it until it has ended. @throws RangeError if an option or the model makes no sense. */
export class Search {
  readonly model: Model;
  readonly options: ExploreOptions;
  readonly statesMax: number;
  readonly memoryMaxBytes: number;
  readonly edgesMax: number;
  readonly arena: Arena;
  readonly seen: SeenSet;
  readonly batch: Batch;
  log: EdgeLog | undefined;
  /** For all successors of a state whose chosen ones were not enough. */
  readonly rest: Batch;
  readonly startedAt = performance.now();
  progressAt = this.startedAt + PROGRESS_EVERY_MS;

  /** The state to be expanded next. */
  head = 0;
  /** `levelEnds[d]`: the first state deeper than d. The last entry is for the depth of `head`. */
  readonly levelEnds: number[] = [1];
  levelEnd = 1;
  transitions = 0;
  ends = 0;
  peakBytes = 0;
  stopped: StopReason | undefined;
  error: { message: string; id: number } | undefined;

  /** Per rule; doubles, because transitions may be more than 2^32. */
  readonly fired: Float64Array;
  readonly fresh: Float64Array;
  /** Per rule: 1 if somebody has to take it. */
  readonly binding: Uint8Array;
  readonly questions: Questions;
  readonly outcomes: Outcomes;
  /** With a symmetry. */
  readonly orbits: Orbits | undefined;
  /** With helpers, once they are worth it. */
  ahead: Ahead | undefined;

  constructor(model: Model, options: ExploreOptions) {
    checkModel(model);
    checkOptions(options);
    const { recordSize, successorsMax, rules, properties } = model;
    const batchWanted = options.batchSuccessors ?? Math.floor(BATCH_BYTES / recordSize);
    this.model = model;
    this.options = options;
    this.statesMax = Math.min(options.statesMax ?? STATES_MAX, STATES_MAX);
    this.memoryMaxBytes = options.memoryMaxBytes ?? MEMORY_DEFAULT_BYTES;
    const { chunkRecords = CHUNK_RECORDS, packFrom = PACK_FROM } = options;
    this.arena = new Arena(recordSize, chunkRecords, packFrom);
    this.seen = new SeenSet(this.arena, SLOTS_FIRST, options.hash);
    this.batch = new Batch(model, Math.max(batchWanted, successorsMax));
    const { keepEdges, reduced } = options;
    const reduces = reduced === true && model.chosen !== undefined;
    this.batch.reduces = reduces;
    this.rest = reduces ? new Batch(model, successorsMax) : this.batch;
    this.log = keepEdges && !reduces ? new EdgeLog() : undefined;
    this.edgesMax = typeof keepEdges === 'number' ? keepEdges : Infinity;
    this.fired = new Float64Array(rules.length);
    this.fresh = new Float64Array(rules.length);
    this.binding = Uint8Array.from(rules, (rule) => (rule.optional ? 0 : 1));
    this.questions = new Questions(properties);
    this.outcomes = new Outcomes(model);
    if (model.symmetry !== undefined) this.orbits = new Orbits(model.symmetry.size);
    this.start();
  }

  /** Expands one batch of states. False once the search has ended. */
  step(): boolean {
    const { seen } = this;
    if (this.stopped !== undefined || this.mustStop()) return false;
    const batch = this.nextBatch();
    if (!batch.isHashed) this.pack(batch);
    if (!makeRoom(this, batch.size)) return false;
    batch.touch(seen);
    this.resolve(batch);
    if (this.stopped !== undefined) return false;
    this.ahead?.publish(this);
    if (batch.error !== undefined) {
      this.stopped = 'error';
      this.error = { message: batch.error.message, id: this.head };
    } else if (this.head === this.arena.size) {
      this.stopped = 'complete';
    }
    this.reportProgress();
    return this.stopped === undefined;
  }

  /** What helpers have made ready is packed as records were when they began: they begin anew. */
  private pack(batch: Batch): void {
    const { packing } = this.arena;
    pack(batch, this.seen);
    if (this.arena.packing === packing) return;
    this.ahead?.end();
    this.ahead = undefined;
  }

  /** The successors of the states from `head` on. */
  private nextBatch(): Batch {
    const { batch, seen, head, arena } = this;
    this.ahead ??= aheadOf(this);
    if (this.ahead !== undefined) return this.ahead.next(head, batch);
    batch.generate(seen, head, arena.size);
    return batch;
  }

  /** The helpers may go; no step can follow. */
  end(): void {
    this.ahead?.end();
  }

  /** Keeps the initial state. */
  private start(): void {
    const { model, arena, seen, batch } = this;
    model.initial(batch.bytes, 0);
    if (!makeRoom(this, 1)) {
      throw new RangeError(
        `memoryMaxBytes is ${this.memoryMaxBytes}, but a search of ${model.name} needs ` +
          `${bytesWith(this, 1)} bytes to start. Raise the limit.`,
      );
    }
    const code = seen.hash(batch.words, 0, arena.recordWords);
    seen.put(~seen.find(batch.words, 0, code), arena.append(batch.words, 0, 0, 0), code);
    this.orbits?.add(1, 0);
    this.ask(0, batch, 0);
  }

  /** Looks up every successor of the batch, in order, and keeps the new ones. */
  private resolve(batch: Batch): void {
    const { arena, seen, log, statesMax, fired, fresh, binding, orbits, questions } = this;
    const { rules, hashes, counts, partial, sources } = batch;
    let next = 0;
    for (let source = 0; source < sources; source++) {
      if (this.head === this.levelEnd) this.levelEnds.push((this.levelEnd = arena.size));
      let mustMove = 0;
      let latest = -1;
      const first = next;
      const size = orbits === undefined ? 1 : orbits.sizeOf(this.head);
      for (const last = next + counts[source]; next < last; next++) {
        const code = hashes[next];
        const rule = rules[next];
        const found = batch.find(seen, next);
        if (found >= 0) {
          log?.add(found, rule);
          if (found > latest) latest = found;
        } else {
          if (arena.size === statesMax) {
            this.stopped = 'states';
            return;
          }
          const id = arena.append(batch.keys, next * batch.keyWords, this.head, rule);
          seen.put(~found, id, code);
          log?.add(id, rule);
          const weight = orbits === undefined ? 1 : batch.weights[next];
          orbits?.add(weight, this.levelEnds.length);
          fresh[rule] += weight;
          latest = id;
          if (questions.open.length > 0) this.ask(id, batch, next);
        }
        fired[rule] += size;
        this.transitions++;
        mustMove |= binding[rule];
        if (this.stopped !== undefined) return;
      }
      log?.endState();
      // Where all that was chosen leads back, what was left out could be put off for ever.
      const isStuck = partial[source] !== 0 && latest <= this.head;
      const more = isStuck ? this.expandRest(first, next) : 0;
      if (this.stopped !== undefined) return;
      if (mustMove === 0) this.reachEnd(this.head);
      orbits?.expand(this.head, counts[source] + more, mustMove === 0);
      this.head++;
      if (this.stopped !== undefined) return;
    }
    if (log !== undefined && log.edges > this.edgesMax) this.log = undefined;
  }

  /**
   * The successors of `head` that are not among those from `first` to `last - 1` of the batch; returns
   * how many there are.
   */
  private expandRest(first: number, last: number): number {
    const { arena, seen, batch, rest } = this;
    rest.generate(seen, this.head, this.head + 1);
    if (rest.error !== undefined) {
      this.stopped = 'error';
      this.error = { message: rest.error.message, id: this.head };
    }
    if (this.stopped !== undefined || !makeRoom(this, batch.size + rest.size)) return 0;
    packMore(rest, batch, seen);
    const chosen = batch.rules.subarray(first, last);
    let more = 0;
    for (let i = 0; i < rest.size && this.stopped === undefined; i++) {
      const rule = rest.rules[i];
      if (chosen.includes(rule)) continue;
      const found = rest.find(seen, i);
      if (found < 0 && arena.size === this.statesMax) this.stopped = 'states';
      else this.count(found, i, rule);
      more++;
    }
    return more;
  }

  /** Counts successor `i` of the rest, and keeps it if `found` is a free slot for it. */
  private count(found: number, i: number, rule: number): void {
    const { arena, seen, rest, orbits } = this;
    this.fired[rule] += orbits === undefined ? 1 : orbits.sizeOf(this.head);
    this.transitions++;
    if (found >= 0) return;
    const id = arena.append(rest.keys, i * rest.keyWords, this.head, rule);
    seen.put(~found, id, rest.hashes[i]);
    const weight = orbits === undefined ? 1 : rest.weights[i];
    orbits?.add(weight, this.levelEnds.length);
    this.fresh[rule] += weight;
    if (this.questions.open.length > 0) this.ask(id, rest, i);
  }

  /** Asks what is still open of a new state, which is successor `i` of a batch. */
  private ask(id: number, { bytes }: Batch, i: number): void {
    const { arena, questions, options } = this;
    const isViolated = questions.askState(id, bytes, i * arena.recordSize);
    if (isViolated && options.stopAtFirst) this.stopped = 'violated';
  }

  private reachEnd(id: number): void {
    const { arena, questions, options } = this;
    const [bytes, at] = [arena.chunkOf(id), arena.atOf(id)];
    this.ends++;
    if (questions.askEnd(id, bytes, at) && options.stopAtFirst) this.stopped = 'violated';
    this.outcomes.keep(id, bytes, at, this.orbits?.sizeOf(id) ?? 1);
  }

  private mustStop(): boolean {
    const { interrupted, timeLimitMs = Infinity } = this.options;
    if (interrupted?.()) this.stopped = 'interrupted';
    else if (performance.now() - this.startedAt >= timeLimitMs) this.stopped = 'time';
    return this.stopped !== undefined;
  }

  private reportProgress(): void {
    const now = performance.now();
    if (this.options.progress === undefined || now < this.progressAt) return;
    this.progressAt = now + PROGRESS_EVERY_MS;
    this.options.progress(progressOf(this, now - this.startedAt));
  }

  result(): Exploration {
    return resultOf(this);
  }
}
