/** The targets that a command line can name. */
import { designNamed, DESIGNS } from '../conformance/reference/restart.ts';
import { referenceTarget } from '../conformance/reference/reference-target.ts';
import type { Target } from '../conformance/target.ts';
import type { Timing } from '../conformance/words.ts';
import { UsageError } from '../errors.ts';

/** A target, and whether its ticks mean what the model's do. */
export interface NamedTarget {
  readonly target: Target;
  readonly timing: Timing;
}

const REVISIONS = ['helenos-2012', 'helenos-2026'] as const;
const REFERENCES = ['reference', 'reference-2012', 'reference-2026'];

/** @throws UsageError, TargetError */
export async function targetNamed(
  name: string,
  design: string | undefined,
): Promise<readonly NamedTarget[]> {
  if (!REFERENCES.includes(name)) {
    throw new UsageError(`unknown target "${name}"; there are ${REFERENCES.join(', ')}`);
  }
  const restart = designNamed(design ?? 'ticket');
  if (restart === undefined) {
    const names = DESIGNS.map((it) => it.name).join('; ');
    throw new UsageError(`the reference target has no design "${design ?? ''}"; it has ${names}`);
  }
  const wanted = REVISIONS.filter((it) => name === 'reference' || it.endsWith(name.slice(-4)));
  return await Promise.resolve(
    wanted.map((revision) => ({
      target: referenceTarget(`reference-${revision.slice(-4)}`, revision, restart),
      timing: 'compared',
    })),
  );
}
