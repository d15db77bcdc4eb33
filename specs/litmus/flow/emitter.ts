/**
 * What the lowering of every statement is made of: instructions with their origins, the values that
 * they read, what they write, and the operations of user mode.
 */
import type { Place } from '../litmus.ts';
import { nearest, quoted, type Refuse } from '../litmus-error.ts';
import { printExpr } from '../print-user.ts';
import { type CallExpr, type Expr, isCall, type Proc, type Test } from '../user-code.ts';
import { userOpOf } from '../calls/user-ops.ts';
import type { Instr, Range, Step, Sum, Target, Then, Until } from './flat.ts';
import { type Binding, meaningOf, type Objects, operandOf, type Scope } from './scope.ts';

/** A sum and where it reads shared words. */
export interface Read {
  readonly sum: Sum;
  readonly words: readonly Place[];
}

/** What every lane of a test is lowered with. */
export interface Lowering {
  readonly table: string;
  readonly objects: Objects;
  readonly procs: ReadonlyMap<string, Proc>;
  readonly refuse: Refuse;
  /** Instructions of one lane. */
  readonly instrsMax: number;
}

/** The instructions of one lane, as they come. */
export abstract class Emitter {
  readonly code: Instr[] = [];
  readonly sections = new Map<string, Range[]>();
  /** Steps so far. */
  steps = 0;
  protected readonly context: Lowering;
  protected readonly lane: string;
  protected labels: readonly string[] = [];
  protected shows: readonly string[] = [];
  protected statement = '';
  protected within = '';
  protected text = '';
  protected place: Place = { line: 1, column: 1 };
  /** Sections that the innermost procedures enter. */
  protected entered: Set<string>[] = [new Set()];
  protected readonly calls = new Map<string, number>();

  constructor(context: Lowering, lane: string) {
    this.context = context;
    this.lane = lane;
  }

  /** The lane is over: what it entered itself, it entered as a whole. */
  end(): void {
    this.noteSections({ from: 0, to: this.steps });
  }

  protected noteSections(range: Range): void {
    for (const section of this.entered[this.entered.length - 1]) {
      this.sections.set(section, [...(this.sections.get(section) ?? []), range]);
    }
  }

  protected here(target: Target | undefined): void {
    if (target !== undefined) target.at = this.code.length;
  }

  protected emit(instr: Instr): void {
    this.code.push(instr);
    if (this.code.length <= this.context.instrsMax) return;
    const found = `${this.code.length} instructions in ${this.lane}, with its procedures inlined`;
    this.context.refuse(this.place, found, `at most ${this.context.instrsMax}`);
  }

  protected step(step: Step): void {
    this.steps++;
    const own = step.is === 'call' && step.register !== null ? [step.register] : [];
    this.emit({
      is: 'step',
      step,
      origin: {
        text: this.text,
        statement: this.statement,
        within: this.within,
        place: this.place,
        labels: this.labels,
        shows: [...own, ...this.shows],
      },
    });
  }

  protected jump(to: Target, name: string): void {
    this.emit({ is: 'jump', to, name, place: this.place });
  }

  protected read({ terms }: Expr, scope: Scope): Read {
    const { objects, refuse } = this.context;
    const operands = terms.map((term) => operandOf(term, scope, objects, refuse));
    for (const [i, operand] of operands.entries()) {
      if (operand.is !== 'name' || terms.length === 1) continue;
      refuse(terms[i].place, `${quoted(operand.text)} in a sum`, 'numbers');
    }
    return {
      sum: { terms: operands.map((operand, i) => ({ minus: terms[i].minus, operand })) },
      words: terms.flatMap(({ place }, i) => (operands[i].is === 'word' ? [place] : [])),
    };
  }

  /** Refuses a second access, at its place. */
  protected once(...accesses: readonly Place[]): void {
    if (accesses.length < 2) return;
    const expected = 'one access of a word, or one system call: write two statements';
    this.context.refuse(accesses[1], 'a second shared access in one statement', expected);
  }

  /** What is written: a word, or a register by its name within the lane. */
  protected target(
    name: string,
    scope: Scope,
    place: Place,
  ): { readonly is: 'word' | 'register'; readonly name: string } {
    const { objects, refuse } = this.context;
    const param = scope.params.get(name);
    const meaning = param ?? (objects.has(name) ? { is: 'object', name } : null);
    if (meaning === null) return { is: 'register', name: scope.prefix + name };
    if (meaning.is === 'operand' && meaning.operand.is === 'register') return meaning.operand;
    const type = meaning.is === 'object' ? objects.get(meaning.name)?.type : undefined;
    if (meaning.is === 'object' && (type === 'word' || type === 'futex')) {
      return { is: 'word', name: meaning.name };
    }
    const what = type === undefined ? quoted(name) : `the ${type} ${quoted(name)}`;
    return refuse(place, `an assignment to ${what}`, 'a word or a register on the left');
  }

  /** A value that reads registers alone, beside an access or a system call. */
  protected onlyOwn(expr: Expr, scope: Scope, call: CallExpr): Sum {
    const { sum, words } = this.read(expr, scope);
    this.once(call.place, ...words);
    return sum;
  }

  protected userOp(call: CallExpr, scope: Scope, then: Then): void {
    const op = userOpOf(call.call);
    if (op?.name === 'enter' || op?.name === 'leave') {
      if (then !== null) {
        this.context.refuse(call.place, `the result of ${call.call}`, `'${call.call}(s)' alone`);
      }
      const { word: section } = this.accessed(call, scope);
      if (op.name === 'enter') this.entered[this.entered.length - 1].add(section);
      return this.step({ is: op.name, section });
    }
    if (op === undefined) throw new Error(`${call.call} is no operation of user mode`);
    this.step({ is: op.name, ...this.accessed(call, scope), then });
  }

  /** The object of an operation of user mode, and its values. */
  protected accessed(call: CallExpr, scope: Scope): { word: string; values: Sum[] } {
    const { objects, refuse } = this.context;
    const op = userOpOf(call.call);
    const takes = op?.takes ?? [];
    const signature = `${call.call}(${[takes[0], ...(op?.values ?? [])].join(', ')})`;
    if (call.args.length !== 1 + (op?.values.length ?? 0)) {
      refuse(call.place, `${call.args.length} arguments of ${call.call}`, signature);
    }
    const [{ terms }, ...values] = call.args;
    const [{ value, place }] = terms;
    const name = value.is === 'name' && value.payload === null ? value.name : '';
    const meaning = meaningOf(name, scope, objects);
    const type = meaning.is === 'object' ? objects.get(meaning.name)?.type : undefined;
    if (terms.length > 1 || meaning.is !== 'object' || !takes.some((it) => it === type)) {
      const known = [...objects.values()].filter((it) => takes.some((each) => each === it.type));
      const names = [...known.map((it) => it.name), ...scope.params.keys()];
      const found = `${quoted(printExpr(call.args[0]))} in ${call.call}`;
      return refuse(place, found, `a ${takes.join(' or a ')}`, nearest(name, names));
    }
    return { word: meaning.name, values: values.map((each) => this.onlyOwn(each, scope, call)) };
  }

  /** One word that others may change, or a compare-and-swap that ends when it has swapped. */
  protected until(test: Test, scope: Scope): Until {
    const { refuse } = this.context;
    const expected = 'a word in each test of until, or cas(x, o, n) = o';
    if (test.is === 'any') return refuse(test.place, "'any'", expected);
    const right = this.read(test.right, scope);
    if (!isCall(test.left)) {
      const left = this.read(test.left, scope);
      this.once(...left.words, ...right.words);
      if (left.words.length + right.words.length === 0) {
        refuse(this.place, 'a test that nobody else can change', expected);
      }
      return { test: { left: left.sum, op: test.op, right: right.sum }, cas: null };
    }
    const { call, args, place } = test.left;
    const isSwap = call === 'cas' && args.length === 3 && test.op === '=';
    if (!isSwap || printExpr(args[1]) !== printExpr(test.right))
      refuse(place, quoted(call), expected);
    this.once(place, ...right.words);
    const { word, values } = this.accessed(test.left, scope);
    const left: Sum = { terms: [{ minus: false, operand: { is: 'word', name: word } }] };
    return { test: { left, op: '=', right: right.sum }, cas: { word, value: values[1] } };
  }

  /** An argument that is the same whenever the procedure runs: an object, a number, a name. */
  protected fixed({ terms }: Expr, scope: Scope): Binding | null {
    const [{ value, minus }] = terms;
    if (terms.length > 1 || minus) return null;
    if (value.is === 'integer') {
      return { is: 'operand', operand: { is: 'number', value: value.value } };
    }
    if (value.payload !== null) return null;
    const meaning = meaningOf(value.name, scope, this.context.objects);
    const isRegister = meaning.is === 'operand' && meaning.operand.is === 'register';
    return isRegister ? null : meaning;
  }
}
