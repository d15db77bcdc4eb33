/**
 * Mutants of a thread that is held at the boundary, as the ticket wants it.
 */
import type { Mutant } from './mutant.ts';

const HOLD = 'model/udebug/hold.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const UDEBUG_HOLDS: readonly Mutant[] = [
  {
    id: 'ud-hold-not-counted-out',
    file: HOLD,
    find: 'countUnstoppable(k, sessionOf(k, t), -1);',
    replace: 'countUnstoppable(k, sessionOf(k, t), 0);',
    says: "the ticket's: a held thread still counts as one that runs",
    killer: { litmus: 'UD+begin+asleep', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-hold-begin-unanswered',
    file: HOLD,
    find: 'if (begins(k, s)) return answerDeferred(k, t, takeBeginCall(k, s), NO_EVENT, HOLD_ANSWERED);',
    replace: '',
    says: "the ticket's: the last thread that is held does not answer BEGIN",
    killer: { litmus: 'UD+D1', revision: NEW, falls: 'R16' },
  },
  {
    id: 'ud-hold-keeps-lock',
    file: HOLD,
    find: `unlockAnswered(k, t);
    answerHeld(k, t);`,
    replace: 'answerHeld(k, t);',
    says: "the ticket's: a held thread keeps the udebug structure locked after its answer",
    killer: { litmus: 'UD+D1', revision: NEW, falls: 'R16' },
  },
  {
    id: 'ud-exit-hold-begin-unanswered',
    file: HOLD,
    find: `if (!begins(k, s)) return leaveHook(k, t);
`,
    replace: `begins(k, s);
    if (s >= 0) return leaveHook(k, t);
`,
    says: "the ticket's: the last thread that runs exits, and answers no BEGIN",
    killer: { litmus: 'UD+fault', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-exit-hold-keeps-lock',
    file: HOLD,
    find: `unlockAnswered(k, t);
    leaveHook(k, t);`,
    replace: 'leaveHook(k, t);',
    says: "the ticket's: a thread that exits keeps the udebug structure locked after its answer",
    killer: { litmus: 'UD+fault', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-hold-begin-early',
    file: HOLD,
    find: 'if (k.session(s, DT_STATE) !== DT_BEGINNING || countUnstoppable(k, s, 0) !== 0) return false;',
    replace: 'if (k.session(s, DT_STATE) !== DT_BEGINNING) return false;',
    says: "the ticket's: the first thread that is held answers BEGIN, whoever else runs",
    killer: { litmus: 'UD+begin+two.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-hold-keeps-request',
    file: HOLD,
    find: `    k.lower(t, ABORT);
`,
    replace: '',
    says: "the ticket's: a thread that is held keeps its request, which takes it out of its next call too",
    killer: { litmus: 'UD+held+once.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-hold-stop-unanswered',
    file: HOLD,
    find: '  if (!isStopped(k, t) || k.hook(t, GO_CALL) === 0) return k.goto(t, HELD_BY_DEBUGGER);',
    replace: '  if (k) return k.goto(t, HELD_BY_DEBUGGER);',
    says: "the ticket's: a thread that STOP holds does not answer its GO",
    killer: { litmus: 'UD+stop+both.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-held-not-counted-in',
    file: HOLD,
    find: `if (!isHook(k, t, IS_UNSTOPPABLE)) countUnstoppable(k, sessionOf(k, t), 1);
`,
    replace: '',
    says: "the ticket's: a thread that is let go is not counted again",
    killer: { litmus: 'UD+again', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-held-counted-twice',
    file: HOLD,
    find: 'countUnstoppable(k, sessionOf(k, t), 1);',
    replace: 'countUnstoppable(k, sessionOf(k, t), 2);',
    says: "the ticket's: a thread that is let go counts as two",
    killer: { litmus: 'UD+again', revision: OLD, falls: 'condition' },
  },
];
