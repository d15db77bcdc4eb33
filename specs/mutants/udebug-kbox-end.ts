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
  {
    id: 'ud-kbox-not-finished',
    file: KBOX_CLEANUP,
    find: `k.session(s, KB_STATE) | KB_FINISHED);
    k.goto(t, KBOX_THREAD)`,
    replace: `k.session(s, KB_STATE));
    k.goto(t, KBOX_THREAD)`,
    says: 'the kbox of an ending task is not finished before its phones are slammed',
    killer: { litmus: 'UD+connect+exit', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-kbox-thread-unseen',
    file: KBOX_CLEANUP,
    find: 'k.set(t, RC, has ? 1 : 0);',
    replace: 'k.set(t, RC, has ? 0 : 0);',
    says: 'an ending task does not see that a thread serves its kbox',
    killer: { litmus: 'UD+rest', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-kbox-slam-not-told',
    file: KBOX_CLEANUP,
    find: `    appendTo(k, IN_CALLS, kboxOf(k, t), m);
`,
    replace: '',
    says: 'the hang-up of a slammed phone is not put into the kbox',
    killer: { litmus: 'UD+rest', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-kbox-not-joined',
    file: KBOX_CLEANUP,
    find: `  enabled: (k, t) => k.get(t, RC) === 0 || isOver(k.get(serverOf(k, t), PC)),
`,
    replace: '',
    says: 'an ending task does not wait for its kbox thread',
    killer: { litmus: 'UD+N11.2026', revision: NEW, design: 'today', falls: 'condition' },
  },
  {
    id: 'ud-kbox-rest-eok',
    file: KBOX_CLEANUP,
    find: `    k.setMessage(m, RETVAL, ANSWER_EHANGUP);
`,
    replace: '',
    says: 'the rest of a kbox is answered EOK',
    killer: { litmus: 'UD+rest', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-kbox-answer-lost',
    file: KBOX_CLEANUP,
    find: `    k.set(t, RET_IPC, 0);
    answerFree(k, t);`,
    replace: `    k.set(t, RET_IPC, 0);
    k.goto(t, KBOX_LISTS);`,
    says: '2026: the rest of a kbox is taken off its lists, and answered by nobody',
    killer: { litmus: 'UD+rest', revision: NEW, falls: 'condition' },
  },
];
