/**
 * What a checkpoint saves of a thread is all that is left of it; what nothing models is UNSUPPORTED, by
 * name; and what a test without one compiles to has nothing of it.
 */
import { describe, expect, test } from 'vitest';
import { explore } from '../../checker/explore.ts';
import { isSaved } from '../../model/checkpoint/checkpoint.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { LINK, PC, SLEEP_FLAGS, STATE, TIMEOUT, TIMER, WQ } from '../../model/record/layout.ts';
import type { Revision } from '../../model/record/program.ts';
import { HELD } from '../../model/proc/boundary.ts';
import { readCatalogue } from '../catalogue.ts';
import { revisionsOf } from '../check/check.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { testModel } from '../search/test-model.ts';
import { compile } from './compile.ts';

const OLD: Revision = 'helenos-2012';
const tests = readCatalogue().filter(({ name }) => name.startsWith('CHK+'));
const litmusNamed = (name: string) => tests.find((each) => each.name === name)!.litmus;

describe.for(['CHK+token', 'CHK+sleep+ahead', 'CHK+sync.2012', 'CHK+mutex'])('%s', (name) => {
  const litmus = litmusNamed(name);

  test.for(revisionsOf(litmus))(
    '%s: a saved thread has left the kernel with nothing',
    (revision) => {
      const { machine } = testModel(litmus, compile(litmus, parseDesign('ticket'), revision));
      const { seen, states } = explore(machine, { statesMax: 100_000 });
      const k = machine.kernel;
      let saved = 0;
      for (let id = 0; id < states; id++) {
        k.bind(seen.arena.chunkOf(id), seen.arena.atOf(id));
        for (let t = 0; t < k.threads; t++) {
          if (!isSaved(k, t) || k.get(t, PC) !== HELD) continue;
          saved++;
          const left = [WQ, TIMEOUT, SLEEP_FLAGS, LINK, STATE, TIMER].map((field) =>
            k.get(t, field),
          );
          expect(left).toEqual([0, 0, 0, 0, 0, 0]);
        }
      }
      expect(saved).toBeGreaterThan(0);
    },
  );
});

/** A test of one lane or two, with an E lane that saves A. */
function moved(call: string, init: string, keys = 'Table=helenos-2012'): string {
  return `SYS X\n"x"\n${keys}\n{ ${init} }\n P0@A | P1@B | E ;\n ${call} | r0 = thread_usleep(1) | checkpoint A+B ;\n | | restore A+B on N2 ;\nexists (true)\n`;
}

describe('UNSUPPORTED, and says why', () => {
  test.for([
    ['r0 = futex_down(f)', 'futex f = 0; node N2 = helenos-2026;', 'futex_down does not cross'],
    ['r0 = klog(1)', 'node N2 = helenos-2026;', 'klog does not cross: the number is that of kio'],
    [
      'r0 = ipc_irq_subscribe(i, 1)',
      'irq i; node N2 = helenos-2026;',
      'ipc_irq_subscribe does not cross: names a device (2012)',
    ],
    [
      'r0 = ipc_wait(0, BAD_BUFFER)',
      'node N2 = helenos-2026;',
      'ipc_wait is not translated with memory that is not mapped',
    ],
    [
      'r0 = ipc_call_async(s, CONNECT_ME_TO)',
      'phone s = A -> B; node N2 = helenos-2026;',
      'ipc_call_async is not translated with a method of the system',
    ],
    ['event_notify(e)', 'event e; node N2 = same;', 'event_notify of a group that moves'],
    [
      'r0 = ipc_call_sync(s, 1)',
      'phone s = A -> B; node N2 = same, design=ticket-libc;',
      "ipc_call_sync is no call of the node's kernel",
    ],
  ] as const)('%s', ([call, init, why]) => {
    const litmus = parseLitmus(moved(call, init), 'x.litmus');
    expect(() => compile(litmus, parseDesign('ticket'), OLD)).toThrow(why);
  });

  test.for([
    ['r0 = thread_usleep(1)', 'saved with a deadline; ticks that remain in a list (2012)'],
    ['r0 = ipc_wait(0, 0)', 'saved with a buffer, a deadline for the whole call, flags'],
    ['r0 = futex_down(f)', 'a physical address (2012) is no handle (2026)'],
    ['r0 = ipc_call_sync(s, 1)', 'saved with a private box'],
  ] as const)('a continuation of a declared point, to the other revision: %s', ([call, why]) => {
    const object = call.includes('sync') ? 'phone s = A -> B;' : 'futex f = 0;';
    const init = `${object} node N2 = helenos-2026;`;
    const litmus = parseLitmus(moved(call, init), 'x.litmus');
    const points = parseDesign('stop=points');
    expect(() => compile(litmus, points, OLD)).toThrow('at a declared point does not cross');
    expect(() => compile(litmus, points, OLD)).toThrow(why);
    const same = parseLitmus(moved(call, init.replace('helenos-2026', 'same')), 'x.litmus');
    expect(() => compile(same, points, OLD)).toThrow('needs a design that stops threads at');
  });

  test.for([
    ['r1 = ipc_call_async(s, 1)', 'ipc_call_async on s, which is hung up: 2012 answers it'],
    ['r1 = ipc_hangup(s)', 'several calls hang up s'],
  ] as const)('to the other revision, after a hang-up: %s', ([call, why]) => {
    const text = `SYS X\n"x"\nTable=helenos-2012\n{ phone s = A -> B; node N2 = helenos-2026; }\n P0@A | P1@B | E ;\n r0 = ipc_hangup(s) | r0 = ipc_wait(0, 0) | checkpoint A+B ;\n ${call} | | restore A+B on N2 ;\nexists (true)\n`;
    const litmus = parseLitmus(text, 'x.litmus');
    expect(() => compile(litmus, parseDesign('ticket'), OLD)).toThrow(why);
  });

  test.for([
    ['r0 = ipc_wait(1, FUTEX)', 'ipc_wait is not translated with FUTEX'],
    ['r0 = ipc_forward(q, s, ROUTE_FROM_ME)', 'ipc_forward is not translated with ROUTE_FROM_ME'],
  ] as const)('from 2026 to 2012: %s', ([call, why]) => {
    const text = `SYS X\n"x"\nTable=helenos-2026\n{ phone s = A -> B; node N2 = helenos-2012; }\n P0@A | P1@B | E ;\n q = ipc_wait(0, 0) | r0 = ipc_wait(0, 0) | checkpoint A+B ;\n ${call} | | restore A+B on N2 ;\nexists (true)\n`;
    const litmus = parseLitmus(text, 'x.litmus');
    expect(() => compile(litmus, parseDesign('ticket'), 'helenos-2026')).toThrow(why);
  });

  test('a task that stays and has not ended, where the kernel of the node is another', () => {
    const text = moved('r0 = ipc_wait(0, 0)', 'node N2 = helenos-2026;').replaceAll('A+B', 'A');
    const litmus = parseLitmus(text, 'x.litmus');
    expect(() => compile(litmus, parseDesign('ticket'), OLD)).toThrow('while some task stays');
  });

  test('a design that stops threads inside the kernel', () => {
    const litmus = litmusNamed('CHK+sleep');
    expect(() => compile(litmus, parseDesign('stop=points'), OLD)).toThrow('at the boundary');
  });

  test('a call whose other end stays', () => {
    const text = `SYS X\n"x"\nTable=any\n{ phone s = A -> B; }\n P0@A | P1@B | E ;\n r0 = ipc_call_async(s, 1) | r0 = ipc_wait(0, 0) | checkpoint A ;\n | | restore A ;\nexists (true)\n`;
    const litmus = parseLitmus(text, 'x.litmus');
    expect(() => compile(litmus, parseDesign('ticket'), OLD)).toThrow('the phone s leads across');
  });
});

test('a test that saves nobody has no second clock, no copies, and one kernel', () => {
  const other = readCatalogue().find(({ name }) => name === 'SLEEP+abort')!;
  const {
    tickOffsets,
    moved: copied,
    worlds,
    readsEarly,
  } = compile(other.litmus, parseDesign('ticket,order=save-first,cut=single'), OLD);
  expect({ tickOffsets, copied, worlds, readsEarly }).toEqual({
    tickOffsets: [0],
    copied: [],
    worlds: undefined,
    readsEarly: false,
  });
});
