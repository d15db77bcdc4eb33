/**
 * Designs: from the text of `--design` to a value for each policy, and what follows from it.
 *
 * The policies are in `policies.ts`, the designs that have a name in `presets.ts`.
 */
import { isSet } from './asking.ts';
import {
  parseSettings,
  samePolicies,
  unknownName,
  type Design,
  type Policies,
} from './policies.ts';
import { TICKET, presets } from './presets.ts';

/** False where there is no request that could stop a thread in the kernel: today's kernels. */
export function takesAborts(design: Design): boolean {
  return !(isSet(design.policies, 'stop=section') && isSet(design.policies, 'window=none'));
}

/** The policies in force for one call. */
export function policiesFor(design: Design, call: string): Policies {
  return design.forCall?.(call) ?? { ...design.policies, ...design.perCall[call] };
}

/**
 * The design named by a preset, by `preset,policy=value,...`, or by `policy=value,...` (then the
 * ticket's with these values). A text that spells out a preset's values gives that preset.
 *
 * @throws DesignError naming the nearest preset, policy, call or value.
 */
export function parseDesign(text: string): Design {
  const all = presets();
  const named = all.find((design) => design.name === text);
  if (named !== undefined) return named;
  const first = text.split(',')[0] ?? '';
  // A preset that is named after its settings is the ticket's with these: they count as given.
  const base = first.includes('=') ? undefined : all.find((design) => design.name === first);
  if (base === undefined && !first.includes('=')) {
    throw unknownName(
      'design',
      first,
      all.map((design) => design.name),
      text,
    );
  }
  const settings = base === undefined ? text : text.slice(first.length + 1);
  const parsed = parseSettings(settings, base?.policies ?? TICKET);
  const plain = Object.keys(parsed.perCall).length === 0;
  const same = all.find((design) => plain && samePolicies(design.policies, parsed.policies));
  if (same !== undefined) return same;
  return { name: text, kind: 'custom', ...parsed, reason: 'given by its policies', fall: null };
}
