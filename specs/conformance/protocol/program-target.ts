/** A program that speaks docs/protocol.md, as a target. */
import type { Litmus } from '../../litmus/litmus.ts';
import { printLitmus } from '../../litmus/print.ts';
import type { Round, RoundOptions, Target } from '../target.ts';
import { Channel } from './channel.ts';
import { Driver } from './driver.ts';
import { Ended, Hello, PROTOCOL, Refused, Started } from './messages.ts';
import { testData } from './test-data.ts';

/** An answer takes no longer, or the program hangs. */
const TIMEOUT_MS = 5000;
const TABLES = ['helenos-2012', 'helenos-2026'];

export interface ProgramTarget extends Target {
  readonly ticks: 'exact' | 'none';
}

/** Starts `command` and greets it. @throws TargetError */
export async function programTarget(
  command: string,
  timeoutMs = TIMEOUT_MS,
): Promise<ProgramTarget> {
  const [program, ...args] = wordsOf(command);
  const channel = new Channel(program, args, timeoutMs);
  const hello = await greet(channel);
  return {
    name: hello.kernel.name,
    kernel: hello.kernel,
    table: hello.table,
    design: hello.design,
    interruption: hello.interruption,
    ticks: hello.ticks,
    refuses: (test) => refusal(test, hello),
    rounds: (test, options) => rounds(channel, test, hello, options),
    close: async () => {
      if (channel.isBroken) return;
      channel.as(await channel.ask({ do: 'end' }), Ended, '"ended"');
      await channel.close();
    },
  };
}

/** Words between blanks; what stands in quotes is one. */
function wordsOf(command: string): string[] {
  const words = command.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  return words.map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
}

async function greet(channel: Channel): Promise<Hello> {
  const answer = await channel.ask({ do: 'hello', protocol: PROTOCOL });
  const hello = channel.as(answer, Hello, 'hello') as Hello;
  if (hello.protocol !== PROTOCOL) {
    channel.fail(`it speaks version ${hello.protocol} of the protocol; this is ${PROTOCOL}`);
  }
  if (!TABLES.includes(hello.table)) {
    channel.fail(`its table is "${hello.table}"; there are ${TABLES.join(' and ')}`);
  }
  return hello;
}

/** What the test needs and the program does not claim to have. */
function refusal(test: Litmus, { supports, table }: Hello): string | undefined {
  const { init, lanes, meta, rows } = test;
  if (meta.table !== 'any' && meta.table !== table) return `its table is ${meta.table}`;
  if (meta.cpus === 2 || meta.debugs.length > 0) return 'it has two CPUs or a debug session';
  if ((meta.handlers ?? []).length > 0) return 'a held thread runs a handler';
  if (meta.aborts.length > 0 && !supports.environment.includes('abort'))
    return 'it takes no aborts';
  const object = init.find((it) => it.is !== 'object' || !supports.objects.includes(it.type));
  if (object !== undefined) return 'it has an object that the target has not';
  for (const cell of rows.flat()) {
    if (cell?.is === 'user') return 'it has user code';
    if (cell?.is === 'call' && !supports.calls.includes(cell.call)) return `it has no ${cell.call}`;
    if (cell?.is !== 'env' || cell.op.is === 'await') continue;
    if (!supports.environment.includes(cell.op.is)) return `its environment has ${cell.op.is}`;
    if (cell.op.is === 'set' && cell.op.loc.is !== 'object') return 'it sets a register';
  }
  return lanes.length === 0 ? 'it has no lane' : undefined;
}

async function* rounds(
  channel: Channel,
  test: Litmus,
  { supports }: Hello,
  { isTraced, rounds: many, seed }: RoundOptions,
): AsyncIterable<Round> {
  const data = testData(test);
  const text = printLitmus(test);
  const random = stream(seed);
  const takesAborts = supports.environment.includes('abort');
  for (let i = 0; i < many; i++) {
    const roundSeed = Math.floor(random() * 2 ** 31);
    const request = { do: 'start', seed: roundSeed, traced: isTraced, text, test: data };
    const answer = await channel.ask(request);
    if (answer.is === 'refused') {
      const { why } = channel.as(answer, Refused, 'refusal') as { why: string };
      // It said hello with all that the test needs.
      channel.fail(`it refuses what it said it supports: ${why}`);
    }
    channel.as(answer, Started, '"started"');
    yield await new Driver(channel, test, takesAborts, random).round();
  }
}

/** Numbers from 0 to 1, the same for the same seed (a linear congruential generator). */
function stream(seed: number): () => number {
  let state = (Math.imul(seed, 2654435761) + 12345) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
