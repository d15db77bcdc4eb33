/** The targets that a command line can name. */
import { designNamed, DESIGNS, type Restart } from '../conformance/reference/restart.ts';
import { referenceTarget } from '../conformance/reference/reference-target.ts';
import type { Target } from '../conformance/target.ts';
import type { Timing } from '../conformance/words.ts';
import { programTarget } from '../conformance/protocol/program-target.ts';
import { UsageError } from '../errors.ts';

/** A target, and whether its ticks mean what the model's do. */
export interface NamedTarget {
  readonly target: Target;
  readonly timing: Timing;
  /** As lines of a baseline name it: with the design, where one is asked for that is not its usual one. */
  readonly known: string;
}

const REVISIONS = ['helenos-2012', 'helenos-2026'] as const;
/** Designs under which the reference kernel counts the ticks of a call as the model does. */
const EXACT_TIMES = new Set(['today', 'ticket', 'debt=book']);
/** Behind it a command, whose program speaks docs/protocol.md. */
const PROGRAM = 'cmd:';
/** What the reference kernel follows where no design is named. */
const USUAL = 'ticket';
const REFERENCES = ['reference', 'reference-2012', 'reference-2026'];

/** @throws UsageError, TargetError */
export async function targetNamed(
  name: string,
  design: string | undefined,
): Promise<readonly NamedTarget[]> {
  if (name.startsWith(PROGRAM)) return [await programNamed(name.slice(PROGRAM.length), design)];
  if (!REFERENCES.includes(name)) {
    const names = [...REFERENCES, 'cmd:PROGRAM ARGS'].join(', ');
    throw new UsageError(`unknown target "${name}"; there are ${names}`);
  }
  const restart = restartNamed(design ?? USUAL);
  const wanted = REVISIONS.filter((it) => name === 'reference' || it.endsWith(name.slice(-4)));
  return wanted.map((revision) => {
    const own = `reference-${revision.slice(-4)}`;
    return {
      target: referenceTarget(own, revision, restart),
      timing: EXACT_TIMES.has(restart.name) ? 'compared' : 'ignored',
      known: restart.name === USUAL ? own : `${restart.name}/${own}`,
    };
  });
}

/** A design of the reference kernel. @throws UsageError */
export function restartNamed(design: string): Restart {
  const restart = designNamed(design);
  if (restart !== undefined) return restart;
  const names = DESIGNS.map((it) => it.name).join('; ');
  throw new UsageError(`the reference target has no design "${design}"; it has ${names}`);
}

/** A program says which design it follows: a flag that says another is refused. */
async function programNamed(command: string, design: string | undefined): Promise<NamedTarget> {
  if (command.trim() === '') throw new UsageError('cmd: names no program');
  const target = await programTarget(command);
  if (design !== undefined && design !== target.design) {
    await target.close();
    throw new UsageError(`the target follows ${target.design}, not ${design}`);
  }
  const timing = target.ticks === 'exact' ? 'compared' : 'ignored';
  return { target, timing, known: target.name };
}
