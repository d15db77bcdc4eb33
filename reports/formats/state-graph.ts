/**
 * A state graph for other tools: Graphviz' DOT, to be drawn, and Aldebaran's .aut, to be compared and
 * minimised (CADP, mCRL2).
 *
 * Both quote names: what a quote, a backslash or a line's end would mean there is written otherwise.
 */
import { printable } from '../text-width.ts';

/** As specs/trace/state-graph.ts makes it. */
export interface Graph {
  readonly states: readonly {
    readonly lanes: readonly string[];
    readonly outcome: string | null;
  }[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly rule: string }[];
}

/** `digraph "NAME" { ... }`: ends have two lines around them, and show their outcome. */
export function renderDot(name: string, { states, edges }: Graph): string {
  const nodes = states.map(({ lanes, outcome }, id) => {
    const lines = outcome === null ? lanes : [...lanes, outcome];
    const shape = outcome === null ? '' : ', peripheries=2';
    return `  ${id} [label="${lines.map(dotText).join('\\n')}"${shape}];`;
  });
  const arrows = edges.map(
    ({ from, to, rule }) => `  ${from} -> ${to} [label="${dotText(rule)}"];`,
  );
  return [`digraph "${dotText(name)}" {`, '  node [shape=box];', ...nodes, ...arrows, '}', ''].join(
    '\n',
  );
}

/** A backslash begins an escape in a label, and a quote ends it. */
const dotText = (text: string): string => printable(text).replaceAll(/[\\"]/g, '\\$&');

/** `des (0, EDGES, STATES)`, then `(from,"label",to)` for each edge. */
export function renderAut({ states, edges }: Graph): string {
  const lines = edges.map(({ from, to, rule }) => `(${from},"${autText(rule)}",${to})`);
  return [`des (0,${edges.length},${states.length})`, ...lines, ''].join('\n');
}

/** Inside of quotes the format knows no escape. */
const autText = (text: string): string => printable(text).replaceAll('"', "'");
