/**
 * `check --itf FILE`, `--dot FILE`, `--aut FILE`: one run in the formats of other tools. As with every
 * output it is tried before the search and written after it.
 */
import type { Command } from 'commander';
import { requireWritable, writeText } from './outputs.ts';
import type { Run } from './reports/data.ts';
import { renderItf } from './reports/formats/itf.ts';
import { renderAut, renderDot } from './reports/formats/state-graph.ts';
import {
  executionOfRun,
  type Exported,
  graphOfRun,
  requireOne,
} from './specs/commands/exported.ts';
import type { StateGraph } from './specs/trace/state-graph.ts';
import type { Conditions, Selection } from './specs/run/check-all.ts';

export interface ExportFlags {
  itf?: string;
  dot?: string;
  aut?: string;
}

const FLAGS = ['itf', 'dot', 'aut'] as const;

export function exportOptions(command: Command): Command {
  return command
    .option('--itf <file>', 'of one run: what fell, or a run to an outcome, for Apalache and Quint')
    .option('--dot <file>', 'of one small run: all states and steps, for Graphviz')
    .option('--aut <file>', 'of one small run: the same in the Aldebaran format');
}

/** The one run that is exported, and its graph where one is asked for. */
export interface Exporting extends Exported {
  readonly graph: StateGraph | null;
}

/** What is to be exported and can be; null: nothing. @throws UsageError, InputError */
export function requireExports(
  flags: ExportFlags,
  selection: Selection,
  conditions: Conditions,
): Exporting | null {
  const first = FLAGS.find((flag) => flags[flag] !== undefined);
  if (first === undefined) return null;
  const exported = requireOne(`--${first}`, selection, conditions);
  requireWritable(
    FLAGS.flatMap((flag) => {
      const path = flags[flag];
      return path === undefined ? [] : [{ by: `--${flag}`, path }];
    }),
  );
  const drawn = flags.dot === undefined ? (flags.aut === undefined ? null : '--aut') : '--dot';
  return { ...exported, graph: drawn === null ? null : graphOfRun(drawn, exported) };
}

/** @throws InputError for what cannot be written */
export async function writeExports(
  { itf, dot, aut }: ExportFlags,
  exporting: Exporting,
  run: Run,
): Promise<void> {
  const { graph, test } = exporting;
  if (itf !== undefined) {
    const { execution, says } = executionOfRun(exporting, run);
    await writeText('--itf', itf, renderItf(execution, says));
  }
  if (graph === null) return;
  if (dot !== undefined) await writeText('--dot', dot, renderDot(test.name, graph));
  if (aut !== undefined) await writeText('--aut', aut, renderAut(graph));
}
