/**
 * The rules of a SARIF log: the assertions that the report names, in the order of their numbers,
 * and what else a run can do wrong.
 */
import type { ReportingDescriptor } from 'sarif';
import type { Report } from '../data.ts';
import { escaped } from './sarif-message.ts';
import { printable } from '../text-width.ts';

/** Rules that are no assertion. */
const OTHERS = [
  {
    id: 'condition',
    says: 'the condition that the test states of its outcomes holds',
    help: 'An outcome that the condition forbids was reached, or one that it asks for was not.',
    level: 'error',
  },
  {
    id: 'vacuous',
    says: 'what a test is about happens in some run of it',
    help: 'It passed because nothing happened. Change the test so that its witness is reached.',
    level: 'warning',
  },
  {
    id: 'stale',
    says: 'the baseline and declared falls say what is so',
    help: 'A failure was announced and did not come. Look why; `fermata promote` rewrites the baseline.',
    level: 'warning',
  },
] as const;

/** One rule per assertion of the report, then the others. Ids are unique. */
export function rulesOf(report: Report): readonly ReportingDescriptor[] {
  const assertions = new Map(
    report.runs.flatMap(({ assertions: all }) => all.map((each) => [each.id, each] as const)),
  );
  const ids = [...assertions.keys()].toSorted(
    (a, b) => numberIn(a) - numberIn(b) || (a < b ? -1 : 1),
  );
  const own = new Set<string>(OTHERS.map(({ id }) => id));
  const rules = ids
    .filter((id) => !own.has(id))
    .map((id) => {
      const { says, witness } = assertions.get(id)!;
      const help =
        `It was checked in every reachable state. What had to happen for it to mean something: ${witness.says}. ` +
        'The steps of the result show a shortest run that breaks it; its message has the command that runs it again.';
      return ruleOf({ id, says, help, level: 'error' });
    });
  return [...rules, ...OTHERS.map(ruleOf)];
}

function ruleOf(rule: {
  readonly id: string;
  readonly says: string;
  readonly help: string;
  readonly level: 'error' | 'warning';
}): ReportingDescriptor {
  const { id, says, help, level } = rule;
  return {
    id: printable(id),
    shortDescription: { text: escaped(says) },
    fullDescription: { text: escaped(says) },
    help: { text: escaped(help) },
    defaultConfiguration: { level },
    properties: { tags: ['restartable-calls'], precision: 'very-high', 'problem.severity': level },
  };
}

function numberIn(id: string): number {
  return Number(/\d+/.exec(id)?.[0] ?? 0);
}
