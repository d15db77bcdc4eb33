/**
 * Mutants of a kbox whose task ends: ipc_kbox_cleanup() of both revisions.
 */
import type { Mutant } from './mutant.ts';

const KBOX_CLEANUP = 'model/udebug/kbox-cleanup.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const UDEBUG_KBOX_END: readonly Mutant[] = [
  {
    id: 'ud-kbox-2026-not-inactive',
    file: KBOX_CLEANUP,
    find: 'if (!k.old) k.setBox(kboxOf(k, t), BOX_INACTIVE, 1);',
    replace: '',
    says: '2026: the kbox of an ending task stays active',
    killer: { litmus: 'UD+N11.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: 'ud-kbox-not-slammed',
    file: KBOX_CLEANUP,
    find: 'if (p < 0) return cleanUpSession(k, t, KBOX_JOIN);',
    replace: 'if (t >= 0) return cleanUpSession(k, t, KBOX_JOIN);',
    says: 'an ending task slams no phone of its kbox',
    killer: { litmus: 'UD+N21.2012', revision: OLD, falls: 'condition' },
  },
];
