/**
 * User code to the machine's: names of registers, words and sections become numbers, and jumps are
 * to numbers of instructions.
 */
import type { Op, Program } from '../../model/record/program.ts';
import type * as Machine from '../../model/record/user-code.ts';
import { ASSIGN } from '../../model/syscall/syscall.ts';
import { nameNumber, receivedNumber } from '../../model/user/values.ts';
import { methodOf, type SystemMethod } from '../../model/ipc/methods.ts';
import type * as Flat from '../litmus/flow/flat.ts';
import { Unsupported } from './unsupported.ts';

/** What the numbers of a test are asked of. */
export interface Numbers {
  register(thread: number, name: string): number;
  word(name: string): number;
  section(name: string): number;
  /** A system call; `index`: its number among the steps of the lane. */
  call(step: Extract<Flat.Step, { is: 'call' }>, origin: Flat.Origin, index: number): Op;
  /** What every step of the lane is besides. */
  readonly base: Op;
}

type Lane = Pick<Program['lanes'][number], 'ops' | 'code' | 'dead'>;

/** One lane. */
export function compileLane(flat: Flat.FlatLane, thread: number, numbers: Numbers): Lane {
  const compiler = new UserCompiler(thread, numbers);
  const ops: Op[] = [];
  const code = flat.code.map((instr, at): Machine.Micro => {
    if (instr.is === 'jump') return { is: 'jump', to: instr.to.at };
    if (instr.is === 'test')
      return { is: 'test', test: compiler.test(instr.test), no: instr.no.at };
    if (instr.is === 'set') {
      const value = instr.value === null ? null : compiler.sum(instr.value);
      return { is: 'set', register: compiler.register(instr.register), value };
    }
    const dead = flat.dead[at].map((name) => compiler.register(name));
    const repeats = flat.onCycles.has(ops.length);
    ops.push({ ...compiler.step(instr.step, instr.origin, ops.length), at, dead, repeats });
    return { is: 'step', op: ops.length - 1 };
  });
  const last = flat.dead[flat.code.length];
  return { ops, code, dead: last.map((name) => compiler.register(name)) };
}

class UserCompiler {
  private readonly thread: number;
  private readonly numbers: Numbers;

  constructor(thread: number, numbers: Numbers) {
    this.thread = thread;
    this.numbers = numbers;
  }

  register(name: string): number {
    return this.numbers.register(this.thread, name);
  }

  step(step: Flat.Step, origin: Flat.Origin, index: number): Op {
    const { text, statement, within, place, labels, shows } = origin;
    const common = {
      text: statement === '' ? text : `${statement}: ${text}`,
      within,
      line: place.line,
      file: place.file ?? '',
      label: labels[0] ?? null,
      shows: shows.map((name) => this.register(name)),
    };
    if (step.is === 'call') {
      const [sum = null] = step.sums.values();
      const op = this.numbers.call(step, origin, index);
      return { ...op, ...common, sum: sum === null ? null : this.sum(sum) };
    }
    const act = this.act(step);
    return { ...this.numbers.base, ...common, entry: ASSIGN, act };
  }

  private act(step: Exclude<Flat.Step, { is: 'call' }>): Machine.Act {
    switch (step.is) {
      case 'read':
        return { is: 'read', then: this.then(step.then) };
      case 'cas':
      case 'exchange':
      case 'fetch_add': {
        const values = step.values.map((sum) => this.sum(sum));
        const word = this.numbers.word(step.word);
        return { is: step.is, word, values, then: this.then(step.then) };
      }
      case 'write':
        return {
          is: 'write',
          word: this.numbers.word(step.word),
          adds: step.op === '+=',
          value: this.sum(step.value),
        };
      case 'enter':
      case 'leave':
        return { is: step.is, section: this.numbers.section(step.section) };
      case 'any':
        return { is: 'any', no: step.no.at };
      case 'until':
        return { is: 'until', tests: step.tests.map((each) => this.until(each)) };
      case 'assert':
        return { is: 'assert', test: this.test(step.test) };
    }
  }

  private then(then: Flat.Then): Machine.Then {
    if (then === null) return null;
    if (then.is === 'test') return { is: 'test', test: this.test(then.test), no: then.no.at };
    const value = then.value === null ? null : this.sum(then.value);
    return { is: 'set', register: this.register(then.register), value };
  }

  private until({ test, cas }: Flat.Until): Machine.Until {
    if (cas === null) return { test: this.test(test), word: -1, value: [] };
    return {
      test: this.test(test),
      word: this.numbers.word(cas.word),
      value: this.sum(cas.value),
    };
  }

  test({ left, op, right }: Flat.FlatTest): Machine.Test {
    return { left: left === null ? null : this.sum(left), op, right: this.sum(right) };
  }

  sum({ terms }: Flat.Sum): Machine.Sum {
    return terms.map(({ minus, operand }): Machine.Term => {
      switch (operand.is) {
        case 'number':
          return { minus, from: 'constant', n: operand.value };
        case 'name':
          return { minus, from: 'constant', n: namedNumber(operand.text) };
        case 'register':
          return { minus, from: 'register', n: this.register(operand.name) };
        case 'word':
          return { minus, from: 'word', n: this.numbers.word(operand.name) };
      }
    });
  }
}

/** `EINTR`, `req:7`, `req:CONNECT_ME_TO`. @throws Unsupported for what user code is never given */
function namedNumber(text: string): number {
  const [kind, payload] = text.split(':');
  if (payload !== undefined) {
    const isNumber = /^\d+$/.test(payload);
    return receivedNumber(kind, isNumber ? Number(payload) : methodOf(payload as SystemMethod));
  }
  const number = nameNumber(kind);
  if (number < 0) throw new Unsupported(`${kind} is nothing that user code can be given`);
  return number;
}
