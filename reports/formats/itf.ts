/**
 * An execution in the Informal Trace Format of Apalache and Quint
 * (https://apalache-mc.org/docs/adr/015adr-trace.html): a state is what can be seen of it, by name.
 *
 * Numbers are `{"#bigint":"n"}`, everything else a string. `mbt::actionTaken` is the rule that led to
 * the state, as Quint has it; of the first one it is `init`. A lasso has `loop`: the index of the state that
 * comes again behind the last.
 */
import type { Counterexample, Execution } from '../data.ts';
import { loopOf } from '../loop-text.ts';

const ACTION = 'mbt::actionTaken';

type ItfValue = string | { readonly '#bigint': string };

export function renderItf(execution: Execution | Counterexample, says: string): string {
  const values = new Map<string, ItfValue>(
    execution.start.map(([name, value]) => [name, valueOf(value)]),
  );
  const states = [stateOf(0, 'init', values)];
  for (const [i, { rule, changes }] of execution.steps.entries()) {
    for (const { name, to } of changes) values.set(name, valueOf(to));
    states.push(stateOf(i + 1, rule, values));
  }
  const loop = loopOf(execution);
  return `${JSON.stringify(
    {
      '#meta': {
        format: 'ITF',
        'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
        description: says,
        token: execution.token,
      },
      params: [],
      vars: [ACTION, ...execution.start.map(([name]) => name)],
      states,
      // The last state is the one before the loop's first step: behind it comes what that leads to.
      ...(loop !== null && { loop: loop.from }),
    },
    null,
    1,
  )}\n`;
}

function stateOf(index: number, action: string, values: ReadonlyMap<string, ItfValue>): object {
  return { '#meta': { index }, [ACTION]: action, ...Object.fromEntries(values) };
}

const valueOf = (text: string): ItfValue => (/^-?\d+$/.test(text) ? { '#bigint': text } : text);
