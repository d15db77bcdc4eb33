/**
 * What `fermata list` prints: the tests, designs, assertions and revisions there are.
 */
import { presets } from '../../model/designs/presets.ts';
import { ASSERTIONS } from '../properties/assertions.ts';
import type { Revision } from '../../model/record/program.ts';
import type { Test } from '../catalogue.ts';
import { unknownName } from '../errors.ts';
import { differencesFrom } from '../run/report.ts';
import { REVISIONS } from '../run/revision-rows.ts';

/** Name, table, header sentence and file of each test. */
export function listLitmus(tests: readonly Test[]): string {
  const width = Math.max(...tests.map((test) => test.name.length));
  return lines(
    tests.flatMap(({ name, litmus, file }) => [
      `${name.padEnd(width)}  ${litmus.meta.table.padEnd(12)}  ${file}`,
      `    ${litmus.doc}`,
    ]),
  );
}

/** Each preset: its reason, what differs from the ticket's, and what a known-bad one breaks. */
export function listDesigns(): string {
  const designs = presets();
  const ticket = designs.find((design) => design.name === 'ticket');
  if (ticket === undefined) throw new Error('there is no preset "ticket" to compare with');
  const parts: string[] = [];
  for (const design of designs) {
    const { name, kind, reason, fall } = design;
    parts.push(kind === 'known-bad' ? `${name}  (known-bad)` : name, `    ${reason}`);
    const differences = differencesFrom(ticket, design).join(', ');
    // The name of most known-bad presets says it already.
    if (differences !== name && differences !== '') parts.push(`    ${differences}`);
    if (fall !== null) {
      parts.push(`    must break ${fall.assertion} on ${fall.test} (${fall.revision})`);
    }
  }
  return lines(parts);
}

/** Each assertion: what it says, where it comes from, and what has to happen for it to mean it. */
export function listAssertions(): string {
  return lines(
    ASSERTIONS.flatMap(({ id, says, source, witness }) => [
      `${id.padEnd(4)} ${says}`,
      `     from ${source}`,
      `     witness: ${witness}`,
    ]),
  );
}

export function listRevisions(): string {
  return lines(REVISIONS.map(({ name, commit, says }) => `${name}  ${commit.padEnd(12)}  ${says}`));
}

/** @throws UsageError naming the nearest revision. */
export function parseRevision(name: string): Revision {
  const revision = REVISIONS.find((known) => known.name === name);
  if (revision !== undefined) return revision.name;
  const names = REVISIONS.map((known) => known.name);
  throw unknownName('revision', name, names, 'fermata list revisions');
}

function lines(parts: readonly string[]): string {
  return `${parts.join('\n')}\n`;
}
