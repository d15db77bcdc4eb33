/**
 * What `fermata list calls`, `policies`, `objects` and `words` print: all that a litmus and a design
 * can be made of, from the tables that the parser and the model read.
 */
import { CALLS_WITH_POLICIES, POLICIES, type Policy } from '../../model/designs/policies.ts';
import { TICKET } from '../../model/designs/presets.ts';
import {
  type CallSpec,
  isKernelTable,
  type PerRevision,
  returnsIn,
  signatureOf,
} from '../litmus/calls/call-spec.ts';
import { CALLS, flagsOf } from '../litmus/calls/calls.ts';
import { fieldsOf, objectTypesOf, TASK_FIELDS } from '../litmus/calls/objects.ts';
import type { Table } from '../litmus/litmus.ts';
import { OBJECTS, type ObjectWords, WORDS } from './words.ts';

/** Tables of their own: `any` is what both system call tables have. */
const TABLES: readonly Table[] = ['helenos-2012', 'helenos-2026', 'kernel-2012', 'kernel-2026'];

/** Each call: signature and tables, what it does, where it enters the kernel, what it can return. */
export function listCalls(): string {
  return CALLS.map((spec) => `${callLines(spec).join('\n')}\n`).join('');
}

export function callLines(spec: CallSpec): readonly string[] {
  const [enters, flags] = [entersBy(spec), flagsText(spec)];
  return [
    `${signatureOf(spec)}  ${spec.tables.join(', ')}`,
    `    ${spec.doc}`,
    ...(enters === '' ? [] : [`    enters the kernel by ${enters}`]),
    ...(flags === '' ? [] : [`    flags: ${flags}`]),
    `    results: ${resultsText(spec)}`,
  ];
}

/** `sys_futex_sleep (2012), sys_waitq_sleep (2026)`; of a kernel lane nothing: it is a kernel function. */
export function entersBy({ begins: { handler }, tables }: CallSpec): string {
  if (handler === undefined || tables.every(isKernelTable)) return '';
  return perRevision(handler, tables);
}

function perRevision(name: PerRevision, tables: readonly Table[]): string {
  if (typeof name === 'string') return name;
  const years = ([2012, 2026] as const).filter((year) => tables.includes(`helenos-${year}`));
  const parts = years.flatMap((year) =>
    name[year] === undefined ? [] : [`${name[year]} (${year})`],
  );
  return parts.join(', ');
}

function flagsText(spec: CallSpec): string {
  if (!spec.args.some(({ kind }) => kind === 'flags')) return '';
  return byTable(spec, (table) => flagsOf(spec, table));
}

function resultsText(spec: CallSpec): string {
  // A wrong design lets the status of a restart out: nothing that a call has of its own.
  const results = byTable(spec, (table) =>
    returnsIn(spec, table).filter((result) => result !== 'ERESTART'),
  );
  return results === '' ? 'it does not return' : results;
}

/** What all tables of a call have in one list; where they differ, a list for each of them. */
function byTable(spec: CallSpec, listOf: (table: Table) => readonly string[]): string {
  const lists = new Map<string, Table[]>();
  for (const table of TABLES.filter((each) => spec.tables.includes(each))) {
    const text = listOf(table).map(resultName).join(', ');
    lists.set(text, [...(lists.get(text) ?? []), table]);
  }
  const texts = [...lists];
  if (texts.length <= 1) return texts[0]?.[0] ?? '';
  return texts.map(([text, tables]) => `${text || 'none'} (${tables.join(', ')})`).join('; ');
}

/** Results that stand for many, as they are written. */
const MANY: Readonly<Record<string, string>> = {
  integer: 'a number',
  req: 'req:m',
  ans: 'ans:v',
  ntf: 'ntf:n',
  error: 'the error of an answer',
};

function resultName(result: string): string {
  return MANY[result] ?? result;
}

/** Each policy with its values, the ticket's marked, and what each means. */
export function listPolicies(): string {
  const policies = (Object.keys(POLICIES) as Policy[]).flatMap((policy) => policyLines(policy));
  return [
    'A design has one value for each policy; * marks the value of the ticket.',
    'fermata check TEST --design timeout=relative,place=keep    the ticket with these values',
    'fermata check TEST --design eintr,ipc_wait.result=restart  a preset, and one call apart',
    ...policies,
    `Calls that can be set apart: ${CALLS_WITH_POLICIES.join(', ')}`,
    '',
  ].join('\n');
}

export function policyLines(policy: Policy): readonly string[] {
  const values = Object.entries(POLICIES[policy]);
  const width = Math.max(...values.map(([value]) => value.length));
  return [
    policy,
    ...values.map(
      ([value, means]) =>
        `  ${value === TICKET[policy] ? '*' : ' '} ${value.padEnd(width)}  ${means}`,
    ),
  ];
}

/** Each type of object: how it is declared, where, what it is, and what of it a condition may name. */
export function listObjects(): string {
  const lines = OBJECTS.flatMap(objectLines);
  const box = `    its answerbox; fields: ${TASK_FIELDS.join(', ')}`;
  return `${[...lines, 'P0@A, P1@B (lanes of the tasks A and B)  all', box].join('\n')}\n`;
}

export function objectLines({ type, declared, says }: ObjectWords): readonly string[] {
  const tables = TABLES.filter((table) =>
    (objectTypesOf(table) as readonly string[]).includes(type),
  );
  return [
    `${declared.join('  ')}  ${tables.join(', ')}`,
    `    ${says}`,
    ...fieldLines(type, tables),
  ];
}

function fieldLines(type: string, tables: readonly Table[]): readonly string[] {
  if (type === 'word') return ['    no fields: the condition names it'];
  const lists = new Map<string, Table[]>();
  for (const table of tables) {
    const own = objectTypesOf(table).find((known) => known === type);
    const text = own === undefined ? '' : fieldsOf(own, table).join(', ');
    if (text !== '') lists.set(text, [...(lists.get(text) ?? []), table]);
  }
  if (lists.size === 0) return [];
  const all = [...lists].map(([text, where]) =>
    lists.size === 1 ? text : `${text} (${where.join(', ')})`,
  );
  return [`    fields: ${all.join('; ')}`];
}

/** Every other word of the language, by the place where it stands. */
export function listWords(): string {
  const parts = Object.entries(WORDS).flatMap(([place, words]) => {
    const width = Math.min(34, Math.max(...words.map(([written]) => written.length)));
    return [place, ...words.map(([written, says]) => `  ${written.padEnd(width)}  ${says}`), ''];
  });
  return parts.join('\n');
}
