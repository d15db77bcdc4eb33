/**
 * Mutants of what an implementation may get wrong, and of two CPUs: arguments, the way out of the
 * kernel, records, tick counters.
 */
import type { Mutant } from './mutant.ts';

const ARGUMENTS = 'model/proc/arguments.ts';
const CLOCK = 'model/synch/clock.ts';
const CONSOLE = 'model/syscall/console.ts';
const CPUS = 'model/record/cpus.ts';
const DEBUGGED = 'model/proc/debugged.ts';
const ENVIRONMENT = 'model/environment.ts';
const RECORDS = 'model/proc/restart-record.ts';
const REQUESTS = 'model/udebug/requests.ts';
const SYSCALL = 'model/syscall/syscall.ts';
const TIMEOUTS = 'model/record/timeout-list.ts';
const WAITQ_2026 = 'model/synch/wait-queue-2026.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const TRAP_MUTANTS: readonly Mutant[] = [
  {
    id: 'user-timeout-ignored',
    file: ARGUMENTS,
    find: 'return left === 0 ? k.op(t).timeout : left;',
    replace: 'return 0;',
    says: 'every call finds 0 in the register of its timeout',
    killer: { litmus: 'SLEEP+abort', revision: OLD, falls: 'R2' },
  },
  {
    id: 'user-flags-ignored',
    file: ARGUMENTS,
    find: "return (flags & ABORTABLE) === 0 || policies.flags === 'raw' ? flags : flags & ~ABORTABLE;",
    replace: 'return 0;',
    says: 'every call finds no flags of user space',
    killer: { litmus: 'WQ+debt+timeout+wake', revision: NEW, falls: 'condition' },
  },
  {
    id: 'user-flags-unchecked',
    file: ARGUMENTS,
    find: "return (flags & ABORTABLE) === 0 || policies.flags === 'raw' ? flags : flags & ~ABORTABLE;",
    replace: 'return flags;',
    says: "the kernel's own flag passes with those of user space",
    killer: {
      litmus: 'TRAP+flag+wait',
      revision: NEW,
      design: 'ipc_wait.window=none',
      falls: 'R12',
    },
  },
  {
    id: 'bad-buffer-written',
    file: ARGUMENTS,
    find: 'return k.op(t).badBuffer || areArgumentsLost(k, t);',
    replace: 'return areArgumentsLost(k, t);',
    says: 'ipc_wait copies to a buffer that is not there',
    killer: { litmus: 'D11+request', revision: OLD, falls: 'condition' },
  },
  {
    id: 'word-taken-for-status',
    file: SYSCALL,
    find: "if (policies.status !== 'in-band' || k.get(t, RC) !== INTEGER) return false;",
    replace: 'if (k.get(t, RC) !== INTEGER) return false;',
    says: 'a call that returns the word of the restart status is issued again under every design',
    killer: { litmus: 'KLOG+word+kill.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'status-is-another-word',
    file: SYSCALL,
    find: 'return value === RESTART_WORD[k.old ? 2012 : 2026];',
    replace: 'return value === RESTART_WORD[2026];',
    says: 'status=in-band: the restart status of 2012 is that of 2026',
    survivor:
      'a wrong design alone reads it: with the mutant it does no wrong on this test, where nothing falls that held',
    nearest: { litmus: 'KLOG+word.2012', revision: OLD },
  },
  {
    id: 'reissue-forgets-call',
    file: SYSCALL,
    find: 'return k.has(t, ABORT) ? unwound(k, t) : k.goto(t, REISSUE);',
    replace: 'return unwound(k, t);',
    says: 'status=in-band: a call whose result is the status is held though nobody asked for it',
    survivor:
      'a wrong design alone comes there; it is issued again for ever either way, held in between',
    nearest: { litmus: 'KLOG+word.2012', revision: OLD },
  },
  {
    id: 'word-not-returned',
    file: SYSCALL,
    find: 'if (rc === INTEGER) return asksForIdentity(k.op(t)) ? identityOf(k, t) : k.op(t).value;',
    replace: '',
    says: 'klog and kio_read return 0',
    killer: { litmus: 'KLOG+word.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'kio-read-returns-status',
    file: CONSOLE,
    find: `  says: 'copies the log to user memory, and returns how much there was',
  mode: 'kernel',
  run(k, t) {
    k.set(t, RC, INTEGER);`,
    replace: `  says: 'copies the log to user memory, and returns how much there was',
  mode: 'kernel',
  run(k, t) {
    k.set(t, RC, 1);`,
    says: 'kio_read returns EOK',
    killer: { litmus: 'KIO+word.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: 'klog-returns-status',
    file: CONSOLE,
    find: `  says: 'prints, and returns how much it was given',
  mode: 'kernel',
  run(k, t) {
    k.set(t, RC, INTEGER);`,
    replace: `  says: 'prints, and returns how much it was given',
  mode: 'kernel',
  run(k, t) {
    k.set(t, RC, 1);`,
    says: 'klog returns EOK',
    killer: { litmus: 'KLOG+word.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'late-arms-under-every-design',
    file: TIMEOUTS,
    find: "return deadlinePassed(k, t) && k.op(t).policies.reentry === 'looks';",
    replace: 'return false;',
    says: 'no sleep looks whether its deadline has passed',
    killer: { litmus: 'TRAP+late', revision: NEW, falls: 'R2' },
  },
  {
    id: 'internal-loop-does-not-look',
    file: TIMEOUTS,
    find: "return deadlinePassed(k, t) && k.op(t).policies.reentry === 'looks';",
    replace: "return k.op(t).call !== 'ipc_wait' && deadlinePassed(k, t);",
    says: 'thread_usleep looks whether its deadline has passed, ipc_wait does not',
    killer: { litmus: 'TRAP+late+loop', revision: OLD, falls: 'R2' },
  },
  {
    id: 'record-not-emptied',
    file: RECORDS,
    find: "if (isSet(k.op(t).policies, 'timeout=deadline')) takeKeptRecord(k, t);",
    replace: '',
    says: 'deadlineAt=first-sleep: a restart has its own record',
    survivor:
      'a wrong design alone reads the record of an earlier call; with the mutant it does less wrong, and nothing falls that held',
    nearest: { litmus: 'TRAP+record+restart', revision: OLD },
  },
  {
    id: 'deadline-not-at-entry',
    file: SYSCALL,
    find: "return timeout !== 0 && waits !== 'spin' && policies.deadlineAt === 'entry';",
    replace: 'return false;',
    says: 'every design fixes the deadline of a call where it first sleeps',
    killer: { litmus: 'TRAP+entry', revision: NEW, falls: 'condition' },
  },
  {
    id: 'entry-in-an-interrupt',
    file: TIMEOUTS,
    find: 'goBy(k, t, k.global(NOW) - k.ticks() + timeout - 1);',
    replace: 'goBy(k, t, k.op(t).timeout - 1);',
    says: 'a call of 2012 that enters while a clock interrupt is under way counts that one as well',
    killer: { litmus: 'CPUS+two+lists', revision: OLD, falls: 'condition' },
  },
  {
    id: 'sections-under-every-design',
    file: DEBUGGED,
    find: "return !k.program.holdsAtBoundary || k.op(t).policies.unwind === 'stoppable-end';",
    replace: 'return true;',
    says: 'every design leaves the stoppable sections round its sleeps',
    killer: { litmus: 'TRAP+unwind', revision: NEW, falls: 'R7' },
  },
  {
    id: 'section-left-open',
    file: SYSCALL,
    find: 'if (isInSection(k, t)) return enterHook(k, t, HOOKS.end, EXIT);',
    replace: '',
    says: 'unwind=stoppable-end: a synchronous call that was taken out does not end its section',
    survivor:
      'a wrong design alone has sections there; the hold at the boundary ends it, and the call does less wrong',
    nearest: { litmus: 'TRAP+unwind+sync.2012', revision: OLD, design: 'unwind=stoppable-end' },
  },
  {
    id: 'stop-spares-sleepers',
    file: REQUESTS,
    find: 'if (isHook(k, thread, IS_UNSTOPPABLE) || isInSection(k, thread)) k.raise(thread, ABORT | KICK);',
    replace: 'if (isHook(k, thread, IS_UNSTOPPABLE)) k.raise(thread, ABORT | KICK);',
    says: 'unwind=stoppable-end: a thread that sleeps in a section is not asked to leave its call',
    survivor:
      'a wrong design alone has sections there; with the mutant it does less wrong, and nothing falls that held',
    nearest: { litmus: 'TRAP+unwind', revision: OLD },
  },
  {
    id: 'deadline-by-first-cpu',
    file: CPUS,
    find: 'return k.ticks() + offsetOf(k, cpuOf(k, t, RUNS_ON));',
    replace: 'return k.ticks() + offsetOf(k, 0);',
    says: "deadlines are computed by the first CPU's counter, and compared with the own one's",
    killer: { litmus: 'CPUS+two+lists', revision: NEW, falls: 'R2' },
  },
  {
    id: 'timeout-on-first-cpu',
    file: TIMEOUTS,
    find: `  const cpu = cpuOf(k, t, RUNS_ON);
  mustFit`,
    replace: `  const cpu = 0;
  mustFit`,
    says: "every timeout goes on the first CPU's list, with the own one's deadline",
    killer: { litmus: 'CPUS+two+lists', revision: NEW, falls: 'R2' },
  },
  {
    id: 'timeout-unregistered-elsewhere',
    file: TIMEOUTS,
    find: 'k.removeFrom(timersAt(k, cpuOf(k, t, TIMER_ON)), t);',
    replace: 'k.removeFrom(timersAt(k, cpuOf(k, t, RUNS_ON)), t);',
    says: 'a thread that has moved takes its timeout off the list of the CPU that it is on',
    killer: {
      litmus: 'CPUS+sleep+abort',
      revision: NEW,
      design: 'ticket,clock=global',
      falls: 'error',
    },
  },
  {
    id: 'second-clock-stands',
    file: CPUS,
    find: 'if (secondCpu < 0) return false;',
    replace: 'if (secondCpu !== 0) return false;',
    says: "nobody looks at the second CPU's list of timeouts",
    killer: { litmus: 'CPUS+two+lists', revision: OLD, falls: 'R2' },
  },
  {
    id: 'one-counter-for-both-lists',
    file: CLOCK,
    find: '(k.old ? k.global(BASE) : localTick(k, actor)) + offsetOf(k, cpu);',
    replace: 'k.old ? k.global(BASE) : localTick(k, actor);',
    says: "each CPU's list is compared with the first one's counter",
    killer: { litmus: 'CPUS+two+lists', revision: NEW, falls: 'R2' },
  },
  {
    id: 'moved-sleeper-outruns-its-timeout',
    file: WAITQ_2026,
    find: 'const ticks = k.global(CLOCK_LOCAL) + offsetOf(k, cpuOf(k, t, TIMER_ON));',
    replace: 'const ticks = cpuOf(k, t, TIMER_ON) === cpuOf(k, t, 1) ? k.global(CLOCK_LOCAL) : 0;',
    says: 'a thread that has moved runs on while its due timeout is about to fire',
    killer: {
      litmus: 'CPUS+sleep+kill',
      revision: NEW,
      design: 'ticket,clock=global',
      falls: 'R2',
    },
  },
  {
    id: 'threads-never-move',
    file: ENVIRONMENT,
    find: 'if (k.get(t, FIRST) === 0) return false;',
    replace: 'if (true) return false;',
    says: 'a thread stays on the CPU where it began',
    survivor:
      'less happens, so nothing falls that held; that R2 falls on these tests is pinned by two-cpus.test.ts',
    nearest: { litmus: 'CPUS+sleep+abort', revision: NEW, design: 'ticket,clock=global' },
  },
];
