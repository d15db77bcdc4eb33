/**
 * Mutants of lanes of kernel tables that run the hooks of a debugged thread alone.
 */
import type { Mutant } from './mutant.ts';

const LANES = 'model/udebug/lanes.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const UDEBUG_LANES: readonly Mutant[] = [
  {
    id: 'ud-lane-point-without-end',
    file: LANES,
    find: '  () => POINT_BEGIN,',
    replace: '  () => STOPPABLE_BEGIN,',
    says: 'a stop point is a section that never ends',
    killer: { program: 'A.run_stop__D.begin_die', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-lane-exit-without-event',
    file: LANES,
    find: 'THREAD, () => THREAD_E)',
    replace: 'THREAD, () => STOPPABLE_BEGIN)',
    says: 'a thread that exits tells nobody, and stays in the session',
    killer: { program: 'A.stop_exit__D.b_go', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-nop-stops',
    file: LANES,
    find: "'does nothing', (k, t) => done(k, t, DONE_VOID, 0));",
    replace: "'does nothing', (k, t) => enterHook(k, t, POINT_BEGIN, K_VOID));",
    says: 'a thread that does nothing passes a stop point',
    killer: { program: 'A.run__D.begin_die', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-lane-section-without-begin',
    file: LANES,
    find: '(k, t) => enterHook(k, t, STOPPABLE_BEGIN, K_SECTION_SLEEP),',
    replace: '(k, t) => k.goto(t, K_SECTION_SLEEP),',
    says: 'a blocking section never begins',
    killer: { program: 'go_stop_blocked', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-lane-section-end-skipped',
    file: LANES,
    find: 'sleepOn(k, t, k.op(t).queue, K_SECTION_END),',
    replace: 'sleepOn(k, t, k.op(t).queue, K_SECTION_DONE),',
    says: 'a woken sleeper goes on without the end of its section',
    killer: { program: 'begin_go_wake_blocked', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-lane-section-result-lost',
    file: LANES,
    find: '(k, t) => done(k, t, k.get(t, RC), 0),',
    replace: '(k, t) => done(k, t, DONE_VOID, 0),',
    says: 'a sleep in a section has no result',
    killer: { program: 'begin_go_wake_blocked', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-lane-answer-kept',
    file: LANES,
    find: `    if (k.get(t, RC) === ANSWER && !freeAnswer(k, messageOf(k, t))) return panic(k, t);
`,
    replace: '',
    says: 'an answer is not freed by who receives it',
    killer: { program: 'begin_wake_then_go_blocked', revision: NEW, falls: 'agree' },
  },
];
