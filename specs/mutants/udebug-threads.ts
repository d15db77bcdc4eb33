/**
 * Mutants of threads that are born, that fault and that are preempted in user mode, in a debug session.
 */
import type { Mutant } from './mutant.ts';

const BIRTHS = 'model/udebug/births.ts';
const FAULT = 'model/udebug/fault.ts';
const PREEMPTED = 'model/udebug/preempted.ts';
const SESSION = 'model/udebug/session.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const UDEBUG_THREADS: readonly Mutant[] = [
  {
    id: 'ud-fault-no-wait',
    file: FAULT,
    find: 'enabled: (k, t) => isHook(k, t, IS_ACTIVE) || isKilledHere(k, t),',
    replace: '',
    says: 'a thread that has faulted does not wait for a debugger',
    killer: { litmus: 'UD+fault', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-preempted-not-while-beginning',
    file: PREEMPTED,
    find: 'return k.session(sessionOf(k, t), DT_STATE) === DT_BEGINNING || isStopped(k, t);',
    replace: 'return isStopped(k, t) && k.session(sessionOf(k, t), DT_STATE) !== DT_BEGINNING;',
    says: 'nobody is preempted in user mode while BEGIN waits',
    killer: { litmus: 'UD+begin', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-interrupt-keeps-frame',
    file: PREEMPTED,
    find: 'run: (k, t) => lowerHook(k, t, HAS_FRAME),',
    replace: 'run: () => {},',
    says: 'an interrupt inside a system call leaves the frame of user mode',
    killer: { litmus: 'UD+D14', revision: OLD, design: 'today', falls: 'condition' },
  },
  {
    id: 'ud-dead-stays-listed',
    file: SESSION,
    find: 'return k.get(t, PC) !== DEAD || isHook(k, t, IS_KEPT);',
    replace: 'return true;',
    says: 'a thread that is destroyed stays in the list of its task',
    killer: { litmus: 'UD+gone', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-kill-finds-the-unborn',
    file: 'model/environment.ts',
    find: 'if (!isAttached(k, victim)) {',
    replace: 'if (victim < 0) {',
    says: 'a kill finds a thread that is in no list yet',
    killer: { litmus: 'N23+create', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-attached-while-killed',
    file: 'model/udebug/births.ts',
    find: "return action.is === 'kill' && action.threads.includes(t);",
    replace: 'return false;',
    says: 'a thread is attached while a kill goes along the list of its task',
    survivor:
      'the kill then finds it, or not, as one that was attached before the whole walk or after it; ' +
      'no thread can see how far the walk has come',
    nearest: { litmus: 'N23+create', revision: NEW },
  },
  {
    id: 'ud-connect-gets-no-reference',
    file: 'model/udebug/connect.ts',
    find: `addPhoneRef(k, p);
    k.goto(t, CONNECT_PHONE);`,
    replace: 'k.goto(t, CONNECT_PHONE);',
    says: 'who connects to a kbox takes no reference to the new phone for its list',
    killer: { litmus: 'UD+connect', revision: NEW, falls: 'R14' },
  },
  {
    id: 'ud-connect-to-no-task',
    file: 'model/udebug/connect.ts',
    find: 'if (hasEnded(k, k.program.sessions[s].task)) return leave(k, t, ENOENT);',
    replace: '',
    says: 'a task that has ended is found by who connects to its kbox',
    killer: { litmus: 'UD+connect+kill', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-stoppable-counts-as-running',
    file: 'model/udebug/reads.ts',
    find: 'isHook(k, thread, IS_UNSTOPPABLE) && k.get(thread, WQ) !== k.program.goQueues[thread]',
    replace: 'k.get(thread, WQ) !== k.program.goQueues[thread]',
    says: 'registers of a thread in its stoppable section count as torn',
    killer: { litmus: 'UD+regs+asleep', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-slam-from-the-debugger',
    file: 'model/udebug/kbox.ts',
    find: 'if (k.old) return lanes[messages[m].thread].task + 1;',
    replace: 'if (k.old) return phones[callerPhone(k, m)].task + 1;',
    says: "2012: the hang-up of an ending task to its own kbox counts as the debugger's",
    survivor:
      'the kbox thread then ends the session where the ending thread does it a few steps later: ' +
      'whoever waits for either is answered by one of the two',
    nearest: { litmus: 'UD+kill', revision: OLD },
  },
  {
    id: 'ud-killed-goes-back',
    file: PREEMPTED,
    find: 'if (k.has(t, INTERRUPTED)) return threadExit(k, t);',
    replace: '',
    says: 'a thread that is killed while it is preempted goes back to user mode',
    survivor:
      'it dies at the next interrupt, and what it does till then a thread may do that was killed ' +
      'just after it went back',
    nearest: { litmus: 'UD+D20', revision: OLD, design: 'today' },
  },
  {
    id: 'ud-birth-keeps-go',
    file: BIRTHS,
    find: 'lowerHook(k, t, HAS_GO);',
    replace: '',
    says: 'a thread that has told of a birth keeps its GO',
    killer: { litmus: 'UD+birth+told.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-birth-goes-on',
    file: BIRTHS,
    find: `if (k.program.holdsAtBoundary) k.goto(t, HOOKS.hold);
    else waitForGo(k, t, EVENT_OVER);`,
    replace: 'k.goto(t, EVENT_OVER);',
    says: 'a thread that has told of a birth does not wait for GO',
    killer: { litmus: 'UD+birth+told.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-birth-not-counted',
    file: BIRTHS,
    find: `else if (hasHooks(k, t)) enterHook(k, t, HOOKS.end, first);
`,
    replace: '',
    says: 'a thread that is born is not counted as one that runs',
    killer: { litmus: 'UD+birth+count', revision: OLD, design: 'today', falls: 'condition' },
  },
  {
    id: 'ud-ticket-birth-not-counted',
    file: BIRTHS,
    find: 'if (isHoldable(k, t)) enterHook(k, t, HOOKS.held, first);',
    replace: 'if (isHoldable(k, t)) k.goto(t, first);',
    says: "the ticket's: a thread that is born is neither held nor counted",
    killer: { litmus: 'UD+birth+count', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-fault-go-lets-go',
    file: FAULT,
    find: `  enabled: (k, t) => !isHook(k, t, IS_ACTIVE),
`,
    replace: '',
    says: '2012: a thread that has faulted does not wait for the end of the session',
    killer: { litmus: 'UD+fault+go.2012', revision: OLD, design: 'today', falls: 'condition' },
  },
  {
    id: 'ud-ticket-fault-go-unseen',
    file: FAULT,
    find: 'else enterHook(k, t, HOOKS.held, LEAVE);',
    replace: 'else k.goto(t, FAULT_LEFT);',
    says: "the ticket's: GO does not end the wait of a thread that has faulted",
    killer: { litmus: 'UD+fault+go.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-ticket-fault-kill-ignored',
    file: FAULT,
    find: 'k.program.holdsAtBoundary && k.has(t, INTERRUPTED);',
    replace: 'k.program.holdsAtBoundary && k.has(t, INTERRUPTED) && t < 0;',
    says: "the ticket's: a kill does not end the wait of a thread that has faulted",
    killer: { litmus: 'UD+fault+kill', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-preempted-lost',
    file: PREEMPTED,
    find: `    k.goto(t, k.get(t, RET_CALL));
    k.set(t, RET_CALL, 0);`,
    replace: `    k.goto(t, 0);
    k.set(t, RET_CALL, 0);`,
    says: 'a thread that was preempted does nothing more',
    killer: { litmus: 'UD+again', revision: OLD, design: 'today', falls: 'condition' },
  },
  {
    id: 'ud-ticket-born-unfound',
    file: 'model/udebug/births.ts',
    find: 'if (k.program.holdsAtBoundary && isFound) raiseHook(k, thread, IS_ACTIVE);',
    replace: '',
    says: "the ticket's: a BEGIN that waits does not find a thread that is attached meanwhile",
    killer: { litmus: 'UD+born', revision: OLD, falls: 'R16' },
  },
  {
    id: 'ud-ticket-no-time-while-held',
    file: 'model/time.ts',
    find: 'pc === HELD || pc === HOOKS.held;',
    replace: 'pc === HELD;',
    says: "the ticket's: the clock stands while a debugger holds a thread that has a deadline",
    killer: { litmus: 'UD+held+time', revision: OLD, falls: 'condition' },
  },
];
