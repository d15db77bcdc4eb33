/**
 * Mutants of requests that read: udebug/udebug_ops.c and udebug_ipc.c of both revisions.
 */
import type { Mutant } from './mutant.ts';

const READS = 'model/udebug/reads.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const UDEBUG_READS: readonly Mutant[] = [
  {
    id: 'ud-args-anywhere',
    file: READS,
    find: 'if (event === EVENT_SYSCALL_B || event === EVENT_SYSCALL_E) return replyWith(k, t);',
    replace: 'if (event >= 0) return replyWith(k, t);',
    says: 'ARGS_READ does not look whether its thread is in a system call',
    killer: { litmus: 'UD+N13+args.2012', revision: OLD, design: 'today', falls: 'condition' },
  },
  {
    id: 'ud-args-of-end-only',
    file: READS,
    find: 'if (event === EVENT_SYSCALL_B || event === EVENT_SYSCALL_E) return replyWith(k, t);',
    replace: 'if (event === EVENT_SYSCALL_E) return replyWith(k, t);',
    says: 'ARGS_READ knows the end of a system call alone',
    killer: { litmus: 'UD+args', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-regs-without-frame',
    file: READS,
    find: `reply(k, t, ANSWER_EBUSY);
  },
  canFindThread`,
    replace: `replyWith(k, t);
  },
  canFindThread`,
    says: 'REGS_READ answers though there is no frame',
    killer: { program: 'A.block_exit__D.b_regs', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-name-not-served',
    file: READS,
    find: "REQUESTS[debugMethodOf('NAME_READ')] = replyWith;",
    replace: '',
    says: 'NAME_READ is answered by nobody',
    killer: { litmus: 'UD+reads', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-memory-no-fault',
    file: READS,
    find: 'if (!isAbsent || asLock(k, t) === NONE) return replyWith(k, t);',
    replace: 'if (isAbsent || asLock(k, t) === NONE) return replyWith(k, t);',
    says: 'MEM_READ faults on pages that are there',
    killer: { litmus: 'UD+D15.2026', revision: NEW, design: 'today', falls: 'condition' },
  },
  {
    id: 'ud-memory-no-assertion',
    file: READS,
    find: 'if (!k.old) return panic(k, t);',
    replace: '',
    says: 'D15 mended: a page that a pager has comes while the udebug structure is locked',
    killer: { litmus: 'UD+D15.2026', revision: NEW, design: 'today', falls: 'condition' },
  },
  {
    id: 'ud-threads-refused',
    file: READS,
    find: `    if (isActive(k, t)) return replyWith(k, t);
    if (k.old) leaks`,
    replace: `    if (!isActive(k, t)) return replyWith(k, t);
    if (k.old) leaks`,
    says: 'THREAD_READ is refused in a session, and served without one',
    killer: { litmus: 'UD+reads', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-areas-keep-space',
    file: READS,
    find: 'unlockMutex(k, t, asLock(k, t), AREAS_READ);',
    replace: 'k.goto(t, AREAS_READ);',
    says: 'AREAS_READ keeps the address space locked',
    killer: { litmus: 'UD+absent.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-areas-refused',
    file: READS,
    find: `  says: 'answers with the areas',
  mode: 'kernel',
  run: replyWith,`,
    replace: `  says: 'answers with the areas',
  mode: 'kernel',
  run: (k, t) => reply(k, t, ANSWER_EBUSY),`,
    says: 'AREAS_READ is refused where it has locked the address space',
    killer: { litmus: 'UD+absent.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-memory-keeps-lock',
    file: READS,
    find: `    unlockSession(k, sessionOf(k, t));
    replyWith(k, t);`,
    replace: '    replyWith(k, t);',
    says: 'MEM_READ keeps the udebug structure locked',
    killer: { litmus: 'UD+absent.2012', revision: OLD, falls: 'condition' },
  },
];
