/** States of plain searches in which moves are held against what is declared of them (pairs.ts). */
import { explore } from '../../checker/explore.ts';
import { conflicts, FOOTPRINT, WORDS } from '../../checker/persistent.ts';
import { ModelError } from '../../checker/model.ts';
import { Footprints } from '../../model/footprints/footprints.ts';
import type { FootprintMutant } from '../../model/footprints/options.ts';
import { Machine } from '../../model/machine.ts';
import { ENV_OP, ENV_SUB, OP, PC } from '../../model/record/layout.ts';
import type { Program } from '../../model/record/program.ts';
import type { Kernel } from '../../model/record/state.ts';
import type { Case } from './declared-cases.ts';
import { Pairs } from './pairs.ts';

export interface Sample extends Case {
  readonly machine: Machine;
  readonly records: readonly Uint8Array[];
}

/** How many states: from all over the search, and of each step of each call and of the lane. */
export interface Drawing {
  readonly count: number;
  readonly perStep: number;
  /** 0: the lane's steps are not asked for. */
  readonly perDeed: number;
  readonly statesMax: number;
}

export function machineOf(program: Program): Machine {
  return new Machine(program, {
    properties: [],
    boundExceeded: (message) => new ModelError(message),
  });
}

/** A program with some of its states. */
export function sampleOf(each: Case, drawing: Drawing): Sample {
  const machine = machineOf(each.program);
  return { ...each, machine, records: statesOf(machine, drawing) };
}

/**
 * Records of states from all over an unreduced search, and some in which each thread is at each step
 * of each of its calls, and the lane at each of its own.
 */
function statesOf(machine: Machine, drawing: Drawing): readonly Uint8Array[] {
  const { kernel } = machine;
  const { seen, states, frontier } = explore(machine, { statesMax: drawing.statesMax });
  const every = Math.max(1, Math.floor(states / drawing.count));
  const records: Uint8Array[] = [];
  const met = new Map<string, number>();
  const isRare = (where: string, most: number): boolean => {
    const times = met.get(where) ?? 0;
    met.set(where, times + 1);
    return times < most;
  };
  for (let id = 0; id < states - frontier; id++) {
    kernel.bind(seen.arena.chunkOf(id), seen.arena.atOf(id));
    let isNew = id % every === 0;
    for (let t = 0; t < kernel.threads; t++) {
      isNew = isRare(`${t} ${kernel.get(t, OP)} ${kernel.get(t, PC)}`, drawing.perStep) || isNew;
    }
    if (drawing.perDeed > 0) isNew = isRare(deedOf(kernel), drawing.perDeed) || isNew;
    if (isNew) records.push(seen.arena.recordOf(id));
  }
  seen.arena.release();
  return records;
}

const deedOf = (k: Kernel): string => `E ${k.global(ENV_OP)} ${k.global(ENV_SUB)}`;

/** What is wrong in each sample, and how much was looked at: with objects apart, and joined. */
export function faultsIn(samples: readonly Sample[]) {
  const [faults, counts] = [[] as string[], { tests: 0, states: 0, pairs: 0, edges: 0 }];
  for (const { name, machine, program, records } of samples) {
    for (const joined of [false, true]) {
      const pairs = new Pairs(machine, program, { joined });
      const fault = firstFault(pairs, records);
      if (fault !== null) faults.push(`${name}: ${fault}`);
      counts.pairs += pairs.counts.pairs;
      counts.edges += pairs.counts.edges;
    }
    counts.states += records.length;
    counts.tests++;
  }
  return { faults, counts };
}

/** The first thing wrong in any of these states, or null. */
export function firstFault(pairs: Pairs, records: readonly Uint8Array[]): string | null {
  for (const record of records) {
    try {
      const fault = pairs.faultIn(record);
      if (fault !== null) return fault;
    } catch (error) {
      // A bound of the model: the search that meets it is made anew, unreduced.
      if (!(error instanceof ModelError)) throw error;
    }
  }
  return null;
}

/** Does footprint `p` of `words` name an object from this one to before that? */
export function names(words: Int32Array, p: number, from: number, to: number): boolean {
  for (let object = from; object < to; object++) {
    const at = p * FOOTPRINT + (object >> 5);
    if (((words[at] | words[at + WORDS]) & (1 << (object & 31))) !== 0) return true;
  }
  return false;
}

/** Does leaving this out change what has to do with what, in any state of these? */
export function changesRelation(
  { machine, program, records }: Pick<Sample, 'machine' | 'program' | 'records'>,
  mutant: FootprintMutant,
): boolean {
  const [whole, broken] = [new Footprints(program), new Footprints(program, { mutant })];
  return records.some((record) => {
    machine.kernel.bind(record, 0);
    whole.fill(machine.kernel);
    broken.fill(machine.kernel);
    for (let p = 0; p < whole.processes; p++) {
      for (let q = 0; q < whole.processes; q++) {
        if (p === q) continue;
        const others = whole.masters[q] === p ? 'frozen' : 'future';
        for (const words of [others, 'next'] as const) {
          if (asks(whole, words, p, q) !== asks(broken, words, p, q)) return true;
        }
      }
    }
    return false;
  });
}

function asks(of: Footprints, words: 'next' | 'future' | 'frozen', p: number, q: number): boolean {
  return conflicts(of.next, p * FOOTPRINT, of[words], q * FOOTPRINT);
}
