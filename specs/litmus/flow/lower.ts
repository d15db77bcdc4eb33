/**
 * Statements to instructions: the code of one lane, with every procedure inlined where it is called.
 *
 * A statement has one shared access or one system call at most; the second is refused where it
 * stands. `x = x + 1` has two.
 */
import type { Place } from '../litmus.ts';
import { nearest, quoted } from '../litmus-error.ts';
import { printCellAct, printCallExpr } from '../print-user.ts';
import {
  type Act,
  type CallExpr,
  type Expr,
  isCall,
  type Proc,
  type Stmt,
  type Test,
} from '../user-code.ts';
import { userOpOf } from '../calls/user-ops.ts';
import { Emitter, type Read } from './emitter.ts';
import type { FlatTest, Sum, Target } from './flat.ts';
import { argsOf } from './lower-args.ts';
import { type Binding, blocksOf, labelsIn, registersOf, type Scope, targetsIn } from './scope.ts';

/** What a call leaves for the statement that it stands in: behind a test, or for a write. */
const RESULT = '(result)';

export class LaneLowering extends Emitter {
  private readonly numbers = new Map<Stmt, string>();

  /** One cell of the lane. */
  cell(stmt: Stmt, scope: Scope): void {
    this.labels = stmt.labels;
    this.statement = '';
    this.stmt(stmt, scope);
  }

  private stmt({ labels, act, place }: Stmt, scope: Scope): void {
    for (const label of labels) this.here(scope.labels.get(label));
    this.text = printCellAct(act);
    this.place = place;
    this.act(act, scope, place);
  }

  private act(act: Act, scope: Scope, place: Place): void {
    switch (act.is) {
      case 'call':
        return this.call(act.call, act.target, scope, place);
      case 'set':
        return this.set(act.target, act.op, this.read(act.value, scope), scope, place);
      case 'until':
        return this.step({ is: 'until', tests: act.tests.map((test) => this.until(test, scope)) });
      case 'assert':
        return this.assert(act.test, scope);
      case 'return':
        return this.return(act.value, scope, place);
      case 'goto':
        return this.goto(act.test, act.label, scope, place);
      case 'if': {
        const [no, end]: Target[] = [{ at: -1 }, { at: -1 }];
        this.test(act.test, scope, no);
        this.block(act.then, scope);
        if (act.otherwise !== null) this.jump(end, 'else');
        this.here(no);
        this.block(act.otherwise ?? [], scope);
        return this.here(end);
      }
      case 'while': {
        const [top, end]: Target[] = [{ at: -1 }, { at: -1 }];
        this.here(top);
        this.test(act.test, scope, end);
        this.block(act.body, scope);
        this.place = place;
        this.jump(top, 'while');
        return this.here(end);
      }
    }
  }

  /** Statements of a procedure have numbers, blocks counted through. */
  private block(body: readonly Stmt[], scope: Scope): void {
    for (const stmt of body) {
      const number = this.numbers.get(stmt);
      if (number !== undefined) this.statement = number;
      this.stmt(stmt, scope);
    }
  }

  private numberAll(name: string, body: readonly Stmt[]): void {
    let next = 0;
    const visit = (stmts: readonly Stmt[]): void => {
      for (const stmt of stmts) {
        this.numbers.set(stmt, `${name}.${next++}`);
        for (const block of blocksOf(stmt.act)) visit(block);
      }
    };
    visit(body);
  }

  private set(name: string, op: '=' | '+=', value: Read, scope: Scope, place: Place): void {
    const target = this.target(name, scope, place);
    if (target.is === 'word') {
      this.once(place, ...value.words);
      return this.step({ is: 'write', word: target.name, op, value: value.sum });
    }
    this.once(...value.words);
    const own = { minus: false, operand: { is: 'register', name: target.name } as const };
    const sum = op === '=' ? value.sum : { terms: [own, ...value.sum.terms] };
    const then = { is: 'set', register: target.name, value: sum } as const;
    if (value.words.length === 0) this.emit(then);
    else this.step({ is: 'read', then });
  }

  /** Goes on here if the test holds, at `no` if not. */
  private test(test: Test, scope: Scope, no: Target): void {
    if (test.is === 'any') return this.step({ is: 'any', no });
    const { left, op } = test;
    const right = this.read(test.right, scope);
    if (!isCall(left)) {
      const own = this.read(left, scope);
      this.once(...own.words, ...right.words);
      const flat = { left: own.sum, op, right: right.sum };
      if (own.words.length + right.words.length === 0) return this.branch(flat, no);
      return this.step({ is: 'read', then: { is: 'test', test: flat, no } });
    }
    if (userOpOf(left.call) !== undefined && !this.context.procs.has(left.call)) {
      this.once(left.place, ...right.words);
      const own = { left: null, op, right: right.sum };
      return this.userOp(left, scope, { is: 'test', test: own, no });
    }
    if (!this.context.procs.has(left.call)) this.once(left.place, ...right.words);
    this.callInto(left, RESULT, scope);
    const flat = { left: sumOf(RESULT), op, right: right.sum };
    if (right.words.length === 0) this.branch(flat, no);
    else this.step({ is: 'read', then: { is: 'test', test: flat, no } });
  }

  private branch(test: FlatTest, no: Target): void {
    this.emit({ is: 'test', test, no, place: this.place });
  }

  private assert(test: Test, scope: Scope): void {
    if (test.is === 'any') {
      this.context.refuse(test.place, "'any'", 'something that must hold');
    }
    const right = this.read(test.right, scope);
    if (isCall(test.left)) {
      this.once(test.left.place, ...right.words);
      this.callInto(test.left, RESULT, scope);
      const flat = { left: sumOf(RESULT), op: test.op, right: right.sum };
      return this.step({ is: 'assert', test: flat });
    }
    const left = this.read(test.left, scope);
    this.once(...left.words, ...right.words);
    this.step({ is: 'assert', test: { left: left.sum, op: test.op, right: right.sum } });
  }

  private goto(test: Test | null, label: string, scope: Scope, place: Place): void {
    const to = scope.labels.get(label);
    if (to === undefined) {
      const known = [...scope.labels.keys()];
      const has = known.length === 0 ? ', of which there is none here' : `: ${known.join(', ')}`;
      this.context.refuse(
        place,
        `the label ${quoted(label)}`,
        `a label${has}`,
        nearest(label, known),
      );
    }
    const after: Target = { at: -1 };
    if (test !== null) this.test(test, scope, after);
    this.place = place;
    this.jump(to, label);
    this.here(after);
  }

  private return(value: Expr | null, scope: Scope, place: Place): void {
    if (scope.exit === null) {
      this.context.refuse(place, "'return' in a lane", "'return' in a procedure");
    }
    const { to, result } = scope.exit;
    if (value !== null) {
      const read = this.read(value, scope);
      this.once(...read.words);
      const then = { is: 'set', register: result ?? RESULT, value: read.sum } as const;
      if (read.words.length > 0) this.step({ is: 'read', then });
      else if (result !== null) this.emit(then);
    } else if (result !== null) this.emit({ is: 'set', register: result, value: null });
    this.jump(to, 'return');
  }

  /** A call as a statement, with what takes its result. */
  private call(call: CallExpr, target: string | null, scope: Scope, place: Place): void {
    const to = target === null ? null : this.target(target, scope, place);
    const isProc = this.context.procs.has(call.call);
    if (to?.is === 'word') {
      if (!isProc) this.once(place, call.place);
      this.callInto(call, RESULT, scope);
      return this.step({ is: 'write', word: to.name, op: '=', value: sumOf(RESULT) });
    }
    if (isProc || userOpOf(call.call) === undefined) {
      return this.callInto(call, to?.name ?? null, scope);
    }
    this.userOp(call, scope, to && { is: 'set', register: to.name, value: null });
  }

  /** A call whose result goes to a register. */
  private callInto(call: CallExpr, register: string | null, scope: Scope): void {
    const proc = this.context.procs.get(call.call);
    if (proc !== undefined) return this.inline(proc, call, register, scope);
    if (userOpOf(call.call) !== undefined) {
      return this.userOp(
        call,
        scope,
        register === null ? null : { is: 'set', register, value: null },
      );
    }
    const { args, sums } = argsOf(call, scope, this.context, (expr) =>
      this.onlyOwn(expr, scope, call),
    );
    this.step({ is: 'call', call: call.call, args, sums, register, place: call.place });
  }

  /** The body of a procedure in place of its call. */
  private inline(proc: Proc, call: CallExpr, result: string | null, scope: Scope): void {
    const { refuse, objects } = this.context;
    if (call.args.length !== proc.params.length) {
      const found = `${call.args.length} arguments of ${proc.name}`;
      refuse(call.place, found, `${proc.params.length}: ${proc.name}(${proc.params.join(', ')})`);
    }
    if (scope.stack.includes(proc.name)) {
      refuse(call.place, `${quoted(proc.name)} within itself`, 'no recursion');
    }
    const count = (this.calls.get(proc.name) ?? 0) + 1;
    this.calls.set(proc.name, count);
    const prefix = `${proc.name}${count === 1 ? '' : `/${count}`}.`;
    const isOutermost = scope.stack.length === 0;
    if (isOutermost) this.within = printCallExpr(call) + (count === 1 ? '' : ` (${count})`);
    const params = this.bind(proc, call, prefix, scope);
    const exit = { to: { at: -1 }, result };
    const inner: Scope = {
      prefix,
      params,
      registers: registersOf(proc, objects),
      labels: labelsIn(proc.body, refuse),
      exit,
      stack: [...scope.stack, proc.name],
    };
    const outer = { text: this.text, place: this.place, shows: this.shows, at: this.statement };
    const from = this.steps;
    if (result !== null) this.shows = [result, ...this.shows];
    this.entered.push(new Set());
    this.numberAll(proc.name, proc.body);
    this.block(proc.body, inner);
    if (result !== null) this.emit({ is: 'set', register: result, value: null });
    this.here(exit.to);
    this.noteSections({ from, to: this.steps });
    this.entered.pop();
    if (isOutermost) this.within = '';
    [this.text, this.place, this.shows, this.statement] = [
      outer.text,
      outer.place,
      outer.shows,
      outer.at,
    ];
  }

  /** What the parameters stand for: an object itself, or a value, in a register if it is not fixed. */
  private bind(
    proc: Proc,
    call: CallExpr,
    prefix: string,
    scope: Scope,
  ): ReadonlyMap<string, Binding> {
    const assigned = targetsIn(proc.body);
    const accesses: Place[] = [];
    const bound = proc.params.map((param, i): [string, Binding] => {
      const arg = call.args[i];
      const fixed = this.fixed(arg, scope);
      const isSet = assigned.has(param);
      if (fixed !== null && (fixed.is === 'object' || !isSet)) return [param, fixed];
      const { sum, words } = this.read(arg, scope);
      accesses.push(...words);
      this.once(...accesses);
      const register = prefix + param;
      const then = { is: 'set', register, value: sum } as const;
      if (words.length === 0) this.emit(then);
      else this.step({ is: 'read', then });
      return [param, { is: 'operand', operand: { is: 'register', name: register } }];
    });
    return new Map(bound);
  }
}

function sumOf(register: string): Sum {
  return { terms: [{ minus: false, operand: { is: 'register', name: register } }] };
}
