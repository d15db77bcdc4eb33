/** Procedures and user-mode statements to canonical text: one statement a line, indented by two. */
import type { Value } from './litmus.ts';
import { type Act, type CallExpr, type Expr, isCall, type Proc } from './user-code.ts';
import type { Stmt, Test } from './user-code.ts';

/** The lines of a procedure. */
export function printProc({ name, params, body }: Proc): string[] {
  return [`proc ${name}(${params.join(', ')}) ${printBlock(body).join('\n')}`];
}

/** `{`, the statements, `}`; `{ }` where there is none. The first line has no indent. */
function printBlock(body: readonly Stmt[]): string[] {
  if (body.length === 0) return ['{ }'];
  return ['{', ...body.flatMap((stmt) => printStmt(stmt)).map((line) => `  ${line}`), '}'];
}

function printStmt({ labels, act }: Stmt): string[] {
  const [first, ...rest] = printAct(act);
  return [`${labelled(labels)}${first}`, ...rest];
}

/** `L0: `, `a: b: ` */
export function labelled(labels: readonly string[]): string {
  return labels.map((label) => `${label}: `).join('');
}

function printAct(act: Act): string[] {
  switch (act.is) {
    case 'if': {
      const then = printBlock(act.then);
      const lines = joined(`if ${printTest(act.test)} `, then);
      return act.otherwise === null ? lines : withElse(lines, printBlock(act.otherwise));
    }
    case 'while':
      return joined(`while ${printTest(act.test)} `, printBlock(act.body));
    default:
      return [`${printCellAct(act)};`];
  }
}

/** The first line of a block behind what stands before it. */
const joined = (head: string, [first, ...rest]: readonly string[]): string[] => [
  head + first,
  ...rest,
];

/** `else` stands on the line of the `}`. */
function withElse(lines: readonly string[], block: readonly string[]): string[] {
  return [...lines.slice(0, -1), ...joined(`${lines[lines.length - 1]} else `, block)];
}

/** What stands in a cell, or before the `;` of a statement; of a block, what stands before it. */
export function printCellAct(act: Act): string {
  switch (act.is) {
    case 'call':
      return `${act.target === null ? '' : `${act.target} = `}${printCallExpr(act.call)}`;
    case 'set':
      return `${act.target} ${act.op} ${printExpr(act.value)}`;
    case 'until':
      return `until ${act.tests.map((test) => printTest(test)).join(' or ')}`;
    case 'assert':
      return `assert ${printTest(act.test)}`;
    case 'return':
      return act.value === null ? 'return' : `return ${printExpr(act.value)}`;
    case 'goto':
      return `${act.test === null ? '' : `if ${printTest(act.test)} `}goto ${act.label}`;
    case 'if':
    case 'while':
      return `${act.is} ${printTest(act.test)}`;
  }
}

export function printTest(test: Test): string {
  if (test.is === 'any') return 'any';
  const left = isCall(test.left) ? printCallExpr(test.left) : printExpr(test.left);
  return `${left} ${test.op} ${printExpr(test.right)}`;
}

export function printCallExpr({ call, args }: CallExpr): string {
  return `${call}(${args.map((arg) => printExpr(arg)).join(', ')})`;
}

export function printExpr({ terms }: Expr): string {
  return terms
    .map(({ minus, value }, i) => `${i === 0 ? '' : minus ? ' - ' : ' + '}${printTerm(value)}`)
    .join('');
}

function printTerm(value: Value): string {
  if (value.is === 'integer') return String(value.value);
  return value.payload === null ? value.name : `${value.name}:${value.payload}`;
}
