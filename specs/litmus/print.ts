/**
 * `Litmus` to canonical text: one spelling for each test, so that files of the catalogue differ
 * only where tests do.
 *
 * parse(print(x)) = x up to places, and print(parse(t)) = t for canonical t. Columns are padded to
 * the widest cell; parentheses stand only where the grouping needs them, except around the
 * condition, where herd has them too.
 */
import { match, P } from 'ts-pattern';
import type {
  Arg,
  CallRef,
  Cell,
  Condition,
  EnvOp,
  Init,
  Lane,
  Litmus,
  Loc,
  Meta,
  Prop,
  Value,
} from './litmus.ts';
import { labelled, printCellAct, printProc } from './print-user.ts';
import { isOwn } from './user-code.ts';

const WIDTH = 100;
/** `Asserts=none` */
export const NOTHING = 'none';

/** The canonical text of a litmus, with a newline at its end. */
export function printLitmus(litmus: Litmus): string {
  const doc = litmus.doc.replaceAll(/["\\]/g, '\\$&');
  const parts = [
    `SYS ${litmus.name}`,
    `"${doc}"`,
    ...printMeta(litmus.meta),
    ...litmus.procs.filter(isOwn).flatMap((proc) => printProc(proc)),
    printInit(litmus.init),
    ...printRows(litmus.lanes, litmus.rows),
  ];
  if (litmus.locations.length > 0) {
    parts.push(`locations [${litmus.locations.map((loc) => `${printLoc(loc)};`).join(' ')}]`);
  }
  if (litmus.filter !== null) parts.push(`filter ${printProp(litmus.filter)}`);
  parts.push(printCondition(litmus.condition));
  return `${parts.join('\n')}\n`;
}

function printMeta(meta: Meta): string[] {
  const aborts = meta.aborts.map(({ target, most }) => {
    return `${target === 'any' ? 'any' : printRef(target)}<=${most}`;
  });
  return [
    `Table=${meta.table}`,
    ...keyOfList('Include', meta.include),
    ...keyOfList('Restart', meta.restart),
    ...keyOfList('Debugs', meta.debugs),
    ...keyOfList(
      'Handler',
      (meta.handlers ?? []).map(({ lane, on }) => `${lane}:${on}`),
    ),
    ...keyOfList('Aborts', aborts),
    ...keyOf('Ticks', meta.ticks),
    ...keyOf('Cpus', meta.cpus),
    ...keyOf('Skew', meta.skew),
    ...(meta.asserts?.length === 0 ? [`Asserts=${NOTHING}`] : []),
    ...keyOfList('Asserts', meta.asserts ?? []),
    ...keyOf('Ref', meta.ref),
    ...keyOfList('Point', meta.point),
    ...keyOfList('Needs', meta.needs),
    ...meta.other.map(({ key, value }) => `${key}=${value}`),
    ...keyOf('Hash', meta.hash),
  ];
}

function keyOf(key: string, value: string | number | null): string[] {
  return value === null ? [] : [`${key}=${value}`];
}

function keyOfList(key: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${key}=${items.join(',')}`];
}

function printInit(init: readonly Init[]): string {
  if (init.length === 0) return '{ }';
  const items = init.map((item) => `${printInitItem(item)};`);
  const line = `{ ${items.join(' ')} }`;
  return line.length <= WIDTH ? line : `{\n${items.map((it) => `  ${it}\n`).join('')}}`;
}

function printInitItem(init: Init): string {
  if (init.is === 'node') {
    const { name, kernel, skew, design } = init;
    const parts = [
      skew === null ? '' : `, skew=${skew}`,
      design === undefined ? '' : `, design=${design}`,
    ];
    return `node ${name} = ${kernel}${parts.join('')}`;
  }
  if (init.is === 'value') return `${printLoc(init.loc)} = ${printValue(init.value)}`;
  const { type, name, value, link } = init;
  if (link !== null) return `${type} ${name} = ${link.from} -> ${link.to}`;
  const wraps = init.mod === undefined ? '' : ` mod ${init.mod}`;
  return value === null ? `${type} ${name}` : `${type} ${name} = ${printValue(value)}${wraps}`;
}

function printRows(lanes: readonly Lane[], rows: Litmus['rows']): string[] {
  const header = lanes.map(({ name, task }) => (task === null ? name : `${name}@${task}`));
  const cells = [header, ...rows.map((row) => row.map((cell) => cell && printCell(cell)))];
  const widths = lanes.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  return cells.map((row) => {
    return ` ${row.map((cell, i) => (cell ?? '').padEnd(widths[i])).join(' | ')} ;`;
  });
}

/** A cell in canonical form; also used where a report names an operation. */
export function printCell(cell: Cell): string {
  return match(cell)
    .with({ is: 'call' }, ({ label, register, call, args }) => {
      const prefix = `${label === null ? '' : `${label}: `}${register === null ? '' : `${register} = `}`;
      return `${prefix}${call}(${args.map(printArg).join(', ')})`;
    })
    .with({ is: 'assign' }, ({ loc, op, value }) => `${printLoc(loc)} ${op} ${printValue(value)}`)
    .with({ is: 'env' }, ({ op }) => printEnvOp(op))
    .with({ is: 'user' }, ({ labels, act }) => labelled(labels) + printCellAct(act))
    .exhaustive();
}

function printArg(arg: Arg): string {
  return arg.is === 'integer' ? String(arg.value) : arg.names.join('+');
}

function printEnvOp(op: EnvOp): string {
  return match(op)
    .with({ is: 'await' }, ({ state, ref }) => `await ${state}(${printRef(ref)})`)
    .with({ is: 'abort' }, ({ ref }) => `abort ${printRef(ref)}`)
    .with({ is: P.union('resume', 'stop', 'go') }, ({ is, lane }) => `${is} ${lane}`)
    .with({ is: 'kill' }, ({ task }) => `kill ${task}`)
    .with({ is: 'checkpoint' }, ({ tasks }) => `checkpoint ${tasks.join('+')}`)
    .with({ is: 'restore' }, ({ tasks, node }) => {
      return `restore ${tasks.join('+')}${node === null ? '' : ` on ${node}`}`;
    })
    .with({ is: 'set' }, ({ loc, value }) => `set ${printLoc(loc)} = ${printValue(value)}`)
    .with({ is: 'set-pc' }, ({ lane, label }) => `set ${lane}:pc = ${label}`)
    .with({ is: 'set-arg' }, ({ lane, arg, value }) => `set ${lane}:arg${arg} = ${printArg(value)}`)
    .with({ is: 'examine' }, ({ lane }) => `examine ${lane}`)
    .with({ is: 'tick' }, ({ count }) => (count === 1 ? 'tick' : `tick ${count}`))
    .exhaustive();
}

/** `P0:L0` */
export function printRef({ lane, label }: CallRef): string {
  return `${lane}:${label}`;
}

/** `0:r0`, `0:dt(L0)`, `0:waited(L0)`, `q.balance`, `x` */
export function printLoc(loc: Loc): string {
  return match(loc)
    .with({ is: 'register' }, ({ lane, name }) => `${lane}:${name}`)
    .with(
      { is: 'dt' },
      ({ lane, label, waited }) => `${lane}:${waited ? 'waited' : 'dt'}(${label})`,
    )
    .with({ is: 'object' }, ({ name, field }) => (field === null ? name : `${name}.${field}`))
    .exhaustive();
}

/** `3`, `EOK`, `req:7`, `req:CONNECT_ME_TO`, `ans(P0:L0):5` */
export function printValue(value: Value): string {
  if (value.is === 'integer') return String(value.value);
  if (value.of !== undefined) return `${value.name}(${printRef(value.of)}):${value.payload}`;
  return value.payload === null ? value.name : `${value.name}:${value.payload}`;
}

/** How tightly each connective binds; an atom binds tightest. */
const BINDS = { implies: 1, or: 2, and: 3, not: 4 } as const;

/** A proposition with no more parentheses than it needs. */
export function printProp(prop: Prop, atLeast = 0): string {
  const grouped = (binds: number, text: string) => (binds < atLeast ? `(${text})` : text);
  const binary = (sign: string, binds: number, left: string, right: string) =>
    grouped(binds, `${left} ${sign} ${right}`);
  return (
    match(prop)
      .with({ is: 'true' }, { is: 'false' }, ({ is }) => is)
      .with({ is: 'compare' }, ({ loc, op, value }) => `${printLoc(loc)}${op}${printValue(value)}`)
      .with({ is: 'aborted' }, ({ ref, count }) => {
        return `Aborted(${printRef(ref)}${count === null ? '' : `, ${count}`})`;
      })
      .with({ is: 'restarted' }, ({ ref }) => `Restarted(${printRef(ref)})`)
      .with({ is: 'done' }, ({ lane }) => `Done(${lane})`)
      .with({ is: 'not' }, ({ prop: inner }) => `not ${printProp(inner, BINDS.not)}`)
      // `/\` and `\/` group to the left, `=>` to the right: the other side needs parentheses.
      .with({ is: 'and' }, ({ left, right }) => {
        return binary(
          '/\\',
          BINDS.and,
          printProp(left, BINDS.and),
          printProp(right, BINDS.and + 1),
        );
      })
      .with({ is: 'or' }, ({ left, right }) => {
        return binary('\\/', BINDS.or, printProp(left, BINDS.or), printProp(right, BINDS.or + 1));
      })
      .with({ is: 'implies' }, ({ left, right }) => {
        const leftText = printProp(left, BINDS.implies + 1);
        return binary('=>', BINDS.implies, leftText, printProp(right, BINDS.implies));
      })
      .exhaustive()
  );
}

function printCondition({ quantifier, prop, kinds }: Condition): string {
  const head = `${quantifier} (${printProp(prop)})`;
  if (kinds.length === 0) return head;
  const expected = kinds.map((kind) => `${kind.design}: ${kind.quantifier}`);
  const line = `${head} with ${expected.join('; ')}`;
  return line.length <= WIDTH ? line : `${head}\nwith ${expected.join(';\n     ')}`;
}
