/**
 * Mutants of what a debugger does to a thread that it holds, and of a restart record that is given up.
 */
import type { Mutant } from './mutant.ts';

const EXAMINE = 'model/syscall/examine.ts';
const RECORD = 'model/ipc/sync-call/record.ts';
const BOUNDARY = 'model/proc/boundary.ts';
const ENVIRONMENT = 'model/environment.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';
/** 2012 with a waker that is right, or R14 falls before. */
const FINISHES = 'ticket,waker=finishes';

export const EXAMINING_MUTANTS: readonly Mutant[] = [
  {
    id: 'set-keeps-deadline',
    file: EXAMINE,
    find: '  loseDeadline(k, t);\n  if (callIn(k, t) === 0)',
    replace: '  if (callIn(k, t) === 0)',
    says: 'a thread that is set to another call keeps the deadline of the one before',
    killer: { litmus: 'SET+pc+same', revision: NEW, falls: 'R18' },
  },
  {
    id: 'set-register-lost',
    file: EXAMINE,
    find: '  if (k.get(t, PC) === HELD) k.bytes[k.at + k.layout.registers + register] = value;\n',
    replace: '',
    says: 'a register that is set is not written',
    killer: { litmus: 'SET+pc+end', revision: NEW, falls: 'R18' },
  },
  {
    id: 'set-pc-at-same-call',
    file: EXAMINE,
    find: '  k.set(t, OP, op);\n',
    replace: '',
    says: 'a program counter that is set leads to the call that the thread was at',
    killer: { litmus: 'SET+pc+next', revision: NEW, falls: 'R18' },
  },
  {
    id: 'set-argument-reissued',
    file: EXAMINE,
    find: '  if (!isStale) k.set(t, RET, next);\n',
    replace: '',
    says: 'a call whose argument is set is issued again by its record',
    killer: { litmus: 'SET+arg+longer', revision: NEW, falls: 'R18' },
  },
  {
    id: 'set-argument-alone',
    file: EXAMINE,
    find: 'return before === 0 ? (ofOps[k.get(t, OP)] ?? 0) : ofVariants[before - 1];',
    replace: 'return ofOps[k.get(t, OP)] ?? 0;',
    says: 'a second argument that is set puts the first one back',
    killer: { litmus: 'SET+arg+twice.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: 'set-argument-of-next-call',
    file: EXAMINE,
    find: 'return k.get(t, PC) !== HELD || k.get(t, RET) === RESTART || k.rare(t, ARGUMENTS) !== 0;',
    replace: 'return true;',
    says: 'an argument is set although the call has completed: of the next one',
    killer: { litmus: 'SET+arg+late', revision: NEW, falls: 'condition' },
  },
  {
    id: 'set-argument-stays',
    file: BOUNDARY,
    find: '  k.setRare(t, ARGUMENTS, 0);\n',
    replace: '',
    says: 'the arguments that were set for a call are those of the next one',
    killer: { litmus: 'SET+arg+longer', revision: NEW, falls: 'condition' },
  },
  {
    id: 'held-for-resume-alone',
    file: ENVIRONMENT,
    find: "return action.is === 'resume' || isOfHeld(action);",
    replace: "return action.is === 'resume';",
    says: 'a thread that is still to be set is let go',
    killer: { litmus: 'SET+pc+end', revision: NEW, falls: 'condition' },
  },
  {
    id: 'set-forgets-at-once',
    file: EXAMINE,
    find: "  if (k.program.examines?.set !== 'leaves-call') return true;\n",
    replace: '',
    says: 'what a call has sent is left behind when its record is given up',
    killer: { litmus: 'SET+pc+page-in.2026', revision: NEW, falls: 'R14' },
  },
  {
    id: 'given-up-box-linked',
    file: RECORD,
    find: '  unlinkSyncBox(k, k.program.messages[m].callerBox);\n',
    replace: '',
    says: 'the private box of a call that is given up stays on the list of its task (2012)',
    killer: { litmus: 'SET+pc+sync+left.2012', revision: OLD, design: FINISHES, falls: 'R14' },
  },
  {
    id: 'given-up-counted',
    file: RECORD,
    find: '  k.setPhone(phone, ACTIVE_CALLS, k.phone(phone, ACTIVE_CALLS) - 1);\n',
    replace: '',
    says: 'a call that is given up still counts on its phone (2012)',
    killer: { litmus: 'SET+pc+sync+left.2012', revision: OLD, design: FINISHES, falls: 'R14' },
  },
  {
    id: 'given-up-answer-kept',
    file: RECORD,
    find: '  if (!freeAnswer(k, m)) return panic(k, t);\n',
    replace: '',
    says: 'the answer to a call that is given up is taken and not freed (2012)',
    killer: { litmus: 'SET+pc+sync+left.2012', revision: OLD, design: FINISHES, falls: 'R14' },
  },
  {
    id: 'given-up-although-answered',
    file: RECORD,
    find: 'return k.old ? k.message(m, WHERE) === IN_ANSWERS : !flagged(k, m, ACTIVE);',
    replace: 'return k.old ? false : !flagged(k, m, ACTIVE);',
    says: 'a call that has been answered is forgotten as if it had not (2012)',
    killer: { litmus: 'SET+pc+sync+left.2012', revision: OLD, design: FINISHES, falls: 'R14' },
  },
  {
    id: 'seen-for-ever',
    file: BOUNDARY,
    find: '  unsee(k, t);\n',
    replace: '',
    says: 'a thread that is let go is still thought to be held as it was seen',
    killer: { litmus: 'EXAM+sleep', revision: NEW, falls: 'R18' },
  },
];
