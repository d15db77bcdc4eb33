/**
 * User code run the plain way, for a comparison: statement by statement on the syntax tree, with a
 * stack of what is still to do, nothing inlined, nothing fused, no register unset. It shares nothing
 * with the flow, the compiler and the machine.
 *
 * A move of a lane is all up to its next access of a word, with it. Labels are those of a last
 * statement; there are no system calls.
 */
import type { Litmus } from '../litmus/litmus.ts';
import {
  type Act,
  type CallExpr,
  type Expr,
  isCall,
  type Stmt,
  type Test,
} from '../litmus/user-code.ts';

type Value = number | string;

interface Frame {
  readonly registers: Record<string, Value>;
  /** Words under the names of the parameters, and fixed names. */
  readonly objects: Record<string, string>;
  /** Register of the caller that takes the result, or ''. */
  readonly target: string;
  /** What is still to do, the next one last. */
  readonly todo: Stmt[];
  readonly last: Stmt | null;
}

interface World {
  readonly words: Record<string, number>;
  readonly inside: Record<string, number>;
  readonly lanes: Frame[][];
}

/** A number that the model does not hold, or that is none. */
export class OutOfRange extends Error {}

const MOD: Readonly<Record<string, number>> = { y: 5 };
const place = { line: 1, column: 1 };

/** All that can be seen at the ends, sorted; null: more than `most` states. */
export function naiveEnds(
  litmus: Litmus,
  bodies: readonly Stmt[][],
  most: number,
): string[] | null {
  const first: World = {
    words: { x: 0, y: 1, f: 1 },
    inside: {},
    lanes: bodies.map((body) => [frameOf({}, {}, '', body)]),
  };
  const seen = new Set([keyOf(first)]);
  const open = [first];
  const ends = new Set<string>();
  for (const world of open) {
    const next = world.lanes.flatMap((_, t) => movesOf(litmus, world, t));
    if (next.length === 0) ends.add(endText(litmus, world));
    for (const each of next) {
      const key = keyOf(each);
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(each);
    }
    if (seen.size > most) return null;
  }
  return [...ends].toSorted();
}

function frameOf(
  registers: Record<string, Value>,
  objects: Record<string, string>,
  target: string,
  body: readonly Stmt[],
): Frame {
  return { registers, objects, target, todo: body.toReversed(), last: body.at(-1) ?? null };
}

function keyOf({ words, inside, lanes }: World): string {
  const stacks = lanes.map((frames) =>
    frames.map(({ registers, objects, target, todo }) => [
      registers,
      objects,
      target,
      todo.map((it) => idOf(it)),
    ]),
  );
  return JSON.stringify([words, inside, stacks]);
}

const ids = new WeakMap<Stmt, number>();
let nextId = 0;

function idOf(stmt: Stmt): number {
  const id = ids.get(stmt) ?? nextId++;
  ids.set(stmt, id);
  return id;
}

function endText(litmus: Litmus, world: World): string {
  const { words } = world;
  // What stands before the step that does not come is done all the same.
  const lanes = world.lanes.map((_, t) => copied(litmus, world, t).settled());
  const done = lanes.map(
    (frames, t) =>
      `P${t}=${frames[0].todo.length === 0 && frames.length === 1 ? 'done' : 'spins'};`,
  );
  const shown = lanes.flatMap(([{ registers }, called], t) =>
    ['r0', 'if', 'any'].map((name) => {
      const value = called?.target === name ? 'spins' : (registers[name] ?? 'unset');
      return `${t}:${name}=${value};`;
    }),
  );
  const all = ['x', 'y'].map((name) => `${name}=${words[name]};`);
  return [...done, ...all, `f.counter=${words.f};`, ...shown].join(' ');
}

/** The worlds after one access of lane t. */
function movesOf(litmus: Litmus, world: World, t: number): World[] {
  return copied(litmus, world, t).run();
}

function copied(litmus: Litmus, world: World, t: number): Mover {
  const copy = structuredClone({ words: world.words, inside: world.inside });
  const lanes = world.lanes.map((frames) =>
    frames.map((frame) => ({ ...frame, registers: { ...frame.registers }, todo: [...frame.todo] })),
  );
  return new Mover(litmus, { ...copy, lanes }, lanes[t]);
}

class Mover {
  private readonly litmus: Litmus;
  readonly world: World;
  private readonly frames: Frame[];

  constructor(litmus: Litmus, world: World, frames: Frame[]) {
    this.litmus = litmus;
    this.world = world;
    this.frames = frames;
  }

  /** The frames of a lane that has no move, as they are when it stands before its next step. */
  settled(): readonly Frame[] {
    this.run();
    return this.frames;
  }

  private get top(): Frame {
    return this.frames[this.frames.length - 1];
  }

  run(): World[] {
    for (;;) {
      const stmt = this.top.todo.at(-1);
      if (stmt === undefined) {
        if (this.frames.length === 1) return [];
        this.leave('unset');
        continue;
      }
      if (stmt.act.is === 'until') return this.until(stmt.act.tests);
      this.top.todo.pop();
      if (isAny(stmt.act)) return this.both(stmt);
      if (this.does(stmt.act, stmt)) return [this.world];
    }
  }

  /** `any`: both ways; each goes on with its own lane. */
  private both(stmt: Stmt): World[] {
    return [true, false].map((yes) => {
      const mover = copied(this.litmus, this.world, this.world.lanes.indexOf(this.frames));
      mover.branch(stmt.act, yes, stmt);
      return mover.world;
    });
  }

  private until(tests: readonly Test[]): World[] {
    const test = tests.find((each) => each.is === 'compare' && this.holdsNow(each));
    if (test?.is !== 'compare') return [];
    this.top.todo.pop();
    if (isCall(test.left)) this.userOp(test.left);
    return [this.world];
  }

  private holdsNow(test: Extract<Test, { is: 'compare' }>): boolean {
    if (!isCall(test.left)) return compare(this.value(test.left), test.op, this.value(test.right));
    return compare(this.value(test.left.args[0]), test.op, this.value(test.right));
  }

  /** Did it access a word? */
  private does(act: Act, stmt: Stmt): boolean {
    switch (act.is) {
      case 'call':
        return this.call(act.call, act.target ?? '');
      case 'set': {
        const shared = this.reads(act.value) || this.isWord(act.target);
        const value = this.value(act.value);
        this.set(act.target, act.op === '+=' ? add(this.name(act.target), value) : value);
        return shared;
      }
      case 'assert': {
        const { test } = act;
        if (test.is === 'any' || isCall(test.left)) throw new Error('not drawn');
        // What it says is nobody's end, but it must be something that can be said.
        compare(this.value(test.left), test.op, this.value(test.right));
        return true;
      }
      case 'return': {
        if (this.frames.length === 1) throw new Error('not drawn');
        const shared = act.value !== null && this.reads(act.value);
        this.leave(act.value === null ? 'unset' : this.value(act.value));
        return shared;
      }
      case 'until':
        throw new Error('seen to before');
      default: {
        const test = act.test;
        if (test === null) {
          this.branch(act, true, stmt);
          return false;
        }
        if (test.is === 'any') throw new Error('seen to before');
        if (!isCall(test.left)) {
          const shared = this.reads(test.left) || this.reads(test.right);
          this.branch(act, compare(this.value(test.left), test.op, this.value(test.right)), stmt);
          return shared;
        }
        const right = this.value(test.right);
        this.branch(act, compare(this.userOp(test.left), test.op, right), stmt);
        return true;
      }
    }
  }

  private branch(act: Act, yes: boolean, stmt: Stmt): void {
    const { todo, last } = this.top;
    if (act.is === 'goto') {
      if (!yes) return;
      todo.length = 0;
      if (last !== null) todo.push(last);
    } else if (act.is === 'if') todo.push(...(yes ? act.then : (act.otherwise ?? [])).toReversed());
    else if (act.is === 'while' && yes) todo.push(stmt, ...act.body.toReversed());
  }

  private call(call: CallExpr, target: string): boolean {
    const proc = this.litmus.procs.find(({ name }) => name === call.call);
    if (proc === undefined) {
      if (call.call === 'enter' || call.call === 'leave') return this.section(call);
      const old = this.userOp(call);
      if (target !== '') this.set(target, old);
      return true;
    }
    const registers: Record<string, Value> = {};
    const objects: Record<string, string> = {};
    for (const [i, param] of proc.params.entries()) {
      const [term] = call.args[i].terms;
      const isObject = term.value.is === 'name' && this.isWord(term.value.name);
      if (isObject && term.value.is === 'name') objects[param] = this.object(term.value.name);
      else registers[param] = this.value(call.args[i]);
    }
    this.frames.push(frameOf(registers, objects, target, proc.body));
    return false;
  }

  private section({ call, args }: CallExpr): boolean {
    const [{ value }] = args[0].terms;
    const name = value.is === 'name' ? value.name : '';
    const count = (this.world.inside[name] ?? 0) + (call === 'enter' ? 1 : -1);
    this.world.inside[name] = Math.max(0, count);
    return true;
  }

  private leave(value: Value): void {
    const { target } = this.top;
    this.frames.pop();
    if (target !== '') this.set(target, value);
  }

  private userOp({ call, args }: CallExpr): number {
    const [{ value }] = args[0].terms;
    const word = this.object(value.is === 'name' ? value.name : '');
    const old = this.world.words[word];
    const first = this.value(args[1]);
    if (call === 'fetch_add') this.setWord(word, add(old, first));
    else if (call === 'exchange') this.setWord(word, first);
    else if (old === first) this.setWord(word, this.value(args[2]));
    return old;
  }

  private object(name: string): string {
    return this.top.objects[name] ?? name;
  }

  private isWord(name: string): boolean {
    if (name in this.top.registers) return false;
    return ['x', 'y', 'f'].includes(this.object(name));
  }

  private reads({ terms }: Expr): boolean {
    return terms.some(({ value }) => value.is === 'name' && this.isWord(value.name));
  }

  private name(name: string): Value {
    if (this.isWord(name)) return this.world.words[this.object(name)];
    return this.top.registers[name] ?? 'unset';
  }

  private value({ terms }: Expr): Value {
    const values = terms.map(({ value, minus }): Value => {
      const found = value.is === 'integer' ? value.value : this.named(value.name, value.payload);
      if (!minus) return found;
      if (typeof found !== 'number') throw new OutOfRange();
      return -found;
    });
    return values.length === 1 ? values[0] : values.reduce(add);
  }

  private named(name: string, payload: number | string | null): Value {
    if (payload !== null) return `${name}:${payload}`;
    return name === 'EINTR' ? name : this.name(name);
  }

  private set(name: string, value: Value): void {
    if (this.isWord(name)) return this.setWord(this.object(name), value);
    const isHeld = typeof value === 'number' ? value >= -48 && value <= 47 : !value.includes(':');
    if (!isHeld) throw new OutOfRange();
    this.top.registers[name] = value;
  }

  private setWord(word: string, value: Value): void {
    if (typeof value !== 'number') throw new OutOfRange();
    const mod = MOD[word];
    const wrapped = mod === undefined ? value : ((value % mod) + mod) % mod;
    if (wrapped < -128 || wrapped > 127) throw new OutOfRange();
    this.world.words[word] = wrapped;
  }
}

const isAny = (act: Act): boolean => 'test' in act && act.test !== null && act.test.is === 'any';

function add(a: Value, b: Value): number {
  if (typeof a !== 'number' || typeof b !== 'number') throw new OutOfRange();
  return a + b;
}

function compare(a: Value, op: '=' | '<>' | '<=' | '>=', b: Value): boolean {
  if (op === '=') return a === b;
  if (op === '<>') return a !== b;
  if (typeof a !== 'number' || typeof b !== 'number') return false;
  return op === '<=' ? a <= b : a >= b;
}

/** The cells of a lane as statements. */
export function bodyOf({ rows }: Litmus, column: number): Stmt[] {
  return rows.flatMap((row): Stmt[] => {
    const cell = row[column];
    if (cell === null || cell.is === 'env') return [];
    if (cell.is === 'user') return [{ labels: cell.labels, act: cell.act, place }];
    if (cell.is === 'assign') {
      const target = cell.loc.is === 'object' ? cell.loc.name : '';
      const value = { terms: [{ minus: false, value: cell.value, place }] };
      return [{ labels: [], act: { is: 'set', target, op: cell.op, value }, place }];
    }
    const args = cell.args.map((arg): Expr => {
      if (arg.is === 'integer') return { terms: [{ minus: false, value: arg, place }] };
      return {
        terms: arg.names.map((name) => {
          return { minus: false, value: { is: 'name', name, payload: null }, place };
        }),
      };
    });
    const call = { call: cell.call, args, place };
    return [{ labels: [], act: { is: 'call', target: cell.register, call }, place }];
  });
}
