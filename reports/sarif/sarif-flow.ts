/**
 * The steps of a counterexample in SARIF: one thread flow per lane. `executionOrder` is the step's
 * number in the whole run, so that viewers can interleave them.
 */
import type { CodeFlow, PhysicalLocation, ThreadFlowLocation } from 'sarif';
import type { Counterexample, Step, TestRow } from '../data.ts';
import { escaped, message } from './sarif-message.ts';
import { printable } from '../text-width.ts';

/** Only lanes that move. Every step stands at `at`: a step is known by its function, not by a line. */
export function flowOf({ lanes, steps, words }: Counterexample, at: PhysicalLocation): CodeFlow {
  const moving = [...new Set(steps.map(({ lane }) => lane))].toSorted((a, b) => a - b);
  const threadFlows = moving.map((lane) => ({
    id: printable(lanes[lane] ?? `lane ${lane}`),
    locations: steps.flatMap((step, index) =>
      step.lane === lane ? [locationOf(step, index + 1, at)] : [],
    ),
  }));
  return { message: message(`However ${words.however}`), threadFlows };
}

/** What happens, in which kernel function, and the values that changed. */
function locationOf(
  { says, fn, file, changes }: Step,
  executionOrder: number,
  physicalLocation: PhysicalLocation,
): ThreadFlowLocation {
  if (fn === '') {
    return {
      executionOrder,
      location: { physicalLocation, message: message(says) },
      ...stateOf(changes),
    };
  }
  const name = printable(fn);
  const fullyQualifiedName = printable(`${file}:${fn}`);
  return {
    executionOrder,
    location: {
      physicalLocation,
      logicalLocations: [{ name, fullyQualifiedName, kind: 'function' }],
      message: message(`${says}, ${fn}()`),
    },
    ...stateOf(changes),
  };
}

function stateOf(changes: Step['changes']): Pick<ThreadFlowLocation, 'state'> {
  if (changes.length === 0) return {};
  const values = changes.map(({ name, to }) => [printable(name), { text: escaped(to) }]);
  return { state: Object.fromEntries(values) };
}

/** The line with the heads of the lanes, 1-based; null where there is none to be found. */
export function laneLine(test: TestRow | undefined): number | null {
  const index =
    test?.source.split('\n').findIndex((line) => /^\s*(P\d|E)\b[^=;(]*;\s*$/.test(line)) ?? -1;
  return index < 0 ? null : index + 1;
}
