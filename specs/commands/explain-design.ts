/**
 * `fermata explain ticket`, `place=keep`, `eintr,ipc_wait.result=restart`: a design by the values in
 * which it differs, with a run in which it does what it should and one in which it does not.
 */
import { parseDesign } from '../../model/designs/designs.ts';
import { type Design, POLICIES, type Policy } from '../../model/designs/policies.ts';
import { presets, TICKET } from '../../model/designs/presets.ts';
import { selectTests } from '../catalogue.ts';
import { OF_POLICIES, OF_RIGHT, OF_VALUES } from './explained-by.ts';
import type { Explanation } from './explain.ts';
import { fallOn, type Picture, picturesOf, wellEnded } from './explain-pair.ts';

/** A preset; null: no design has this name. */
export function ofPreset(name: string): Explanation | null {
  const design = presets().find((preset) => preset.name === name);
  if (design === undefined) return null;
  const lines = [`${name}: ${design.reason}`, ...valueLines(design)];
  const { fall } = design;
  if (fall === null) {
    return { lines, pictures: () => picturesOfRight(name), next: nextOfRight(name) };
  }
  const { test, revision, assertion } = fall;
  const pair = { test, revision, falls: name, holds: 'ticket', breaks: assertion };
  const next = `fermata check ${test} --design ${name} --design ticket --revision ${revision}`;
  return {
    lines: [...lines, `    must break ${assertion} on ${test} (${revision})`],
    pictures: () => picturesOf(pair, assertion),
    next,
  };
}

/**
 * A value of a policy, or several as `--design` takes them; null: it has not that form.
 *
 * @throws DesignError for a policy, a call or a value that there is not
 */
export function ofValues(text: string): Explanation | null {
  if (!text.includes('=')) return null;
  const design = parseDesign(text);
  const named = presets().some(({ name }) => name === design.name);
  const lines = [
    `${text}: ${named ? `the values of ${design.name}` : 'a design of its own'}`,
    ...settingsIn(text).map((setting) => `    ${setting}: ${meaningOf(setting)}`),
  ];
  const [first] = settingsIn(text);
  const policy = first.split('=')[0].split('.').at(-1) as Policy;
  const pair = OF_VALUES[text] ?? OF_POLICIES[policy];
  const { test, falls, holds, revision } = pair;
  return {
    lines,
    pictures: () => picturesOf(pair, null),
    next: `fermata check ${test} --design ${falls} --design ${holds} --revision ${revision}`,
  };
}

/** Every value of every policy, as it is given. */
export function valueNames(): readonly string[] {
  return Object.entries(POLICIES).flatMap(([policy, values]) =>
    Object.keys(values).map((value) => `${policy}=${value}`),
  );
}

function settingsIn(text: string): string[] {
  return text.split(',').filter((part) => part.includes('='));
}

function meaningOf(setting: string): string {
  const [left, value] = setting.split('=');
  const values: Readonly<Record<string, string>> = POLICIES[left.split('.').at(-1) as Policy];
  return values[value];
}

/** Of the ticket every value; of others those that are not the ticket's. */
function valueLines({ name, policies }: Design): string[] {
  const policyNames = Object.keys(POLICIES) as Policy[];
  return policyNames
    .filter((policy) => name === 'ticket' || policies[policy] !== TICKET[policy])
    .map((policy) => `${policy}=${policies[policy]}`)
    .map((setting) => `    ${setting}: ${meaningOf(setting)}`);
}

function picturesOfRight(name: string): readonly Picture[] {
  const { holds, falls } = OF_RIGHT[name];
  const [good, bad] = selectBoth(holds.test, falls.test);
  const fall = fallOn(bad, name, falls.revision, falls.breaks);
  if (fall === null) throw new Error(`${name} does not break ${falls.breaks} on ${falls.test}`);
  return [wellEnded(good, name, holds.revision), fall];
}

function selectBoth(...names: readonly string[]) {
  return names.map((name) => selectTests([name])[0]);
}

function nextOfRight(name: string): string {
  const { test, revision } = OF_RIGHT[name].falls;
  return `fermata check ${test} --design ${name} --revision ${revision}`;
}
