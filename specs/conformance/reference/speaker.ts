/** The reference kernel's side of docs/protocol.md: an answer to each request, one round at a time. */
import type { Litmus } from '../../litmus/litmus.ts';
import { parseLitmus } from '../../litmus/parse/parse.ts';
import { KernelPanic } from './coroutine.ts';
import { abort, addBeside, isSo, killTask, laneNamed, release, tickOnce } from './environment.ts';
import type { Revision } from './kernel.ts';
import type { LaneState } from './litmus-lane.ts';
import { LitmusWorld } from './litmus-world.ts';
import { placesOf } from './places.ts';
import { CALLS, OBJECTS, refusal } from './refusals.ts';
import type { Restart } from './restart.ts';
import { traceOf } from './reference-target.ts';

type Message = Readonly<Record<string, unknown>>;

const ENVIRONMENT = ['kill', 'tick', 'set'];

export class Speaker {
  private readonly revision: Revision;
  private readonly restart: Restart;
  private world: LitmusWorld | null = null;
  private test: Litmus | null = null;
  private panic: string | null = null;
  isOver = false;

  constructor(revision: Revision, restart: Restart) {
    this.revision = revision;
    this.restart = restart;
  }

  /** What it says to a request. */
  answer(request: Message): Message {
    return { ...this.reply(request), seq: request.seq };
  }

  private reply(request: Message): Message {
    switch (request.do) {
      case 'hello':
        return this.hello();
      case 'start':
        return this.start(request);
      case 'end':
        this.isOver = true;
        return { is: 'ended' };
      default:
    }
    if (this.world === null) return { is: 'refused', why: 'no test was started' };
    if (request.do === 'step') return this.step(this.world, Number(request.most));
    if (request.do === 'observe') return this.observe(this.world);
    return act(this.world, request);
  }

  private hello(): Message {
    const { restart, revision } = this;
    return {
      is: 'hello',
      protocol: 1,
      kernel: { name: 'reference', version: '1' },
      table: revision,
      design: restart.name,
      interruption: 'a flag of the thread, then a step that wakes it',
      ticks: 'exact',
      supports: {
        calls: [...CALLS[revision]],
        objects: [...OBJECTS],
        environment: restart.takesAborts ? ['abort', 'resume', ...ENVIRONMENT] : ENVIRONMENT,
      },
    };
  }

  private start({ seed, text, traced }: Message): Message {
    const test = parseLitmus(String(text), 'the test');
    const why = refusal(test, this.revision, this.restart);
    if (why !== undefined) return { is: 'refused', why };
    this.panic = null;
    this.test = test;
    const isTraced = traced === true;
    this.world = new LitmusWorld(test, this.revision, this.restart, Number(seed), isTraced, true);
    return { is: 'started' };
  }

  private step(world: LitmusWorld, most: number): Message {
    let isQuiet = this.panic !== null;
    try {
      if (!isQuiet) isQuiet = world.kernel.cpu.runFor(most) === 'quiet';
    } catch (error) {
      if (!(error instanceof KernelPanic)) throw error;
      this.panic = error.says;
      isQuiet = true;
    }
    const lanes = world.lanes.map((lane) => [lane.lane.name, reportOf(lane)]);
    return { is: 'stepped', quiet: isQuiet, lanes: Object.fromEntries(lanes) as Message };
  }

  private observe(world: LitmusWorld): Message {
    if (this.panic !== null) return { is: 'set-aside', why: this.panic };
    if (world.ticksLeft <= 0 && world.isTimed()) return { is: 'set-aside', why: 'too few ticks' };
    const outcome = placesOf(world);
    if (!world.recorder.isOn || this.test === null) return { is: 'observed', outcome };
    return { is: 'observed', outcome, trace: traceOf(this.test, world) };
  }
}

function act(world: LitmusWorld, request: Message): Message {
  switch (request.do) {
    case 'abort': {
      const lane = laneNamed(world, String(request.lane));
      const label = String(request.label);
      const hit = lane.label === label && lane.isInside;
      if (hit) addBeside(world, 'abort', () => abort(world, lane, label));
      return { is: 'aborted', hit };
    }
    case 'resume':
      release(world, laneNamed(world, String(request.lane)));
      return { is: 'done' };
    case 'kill':
      addBeside(world, 'kill', () => killTask(world, String(request.task)));
      return { is: 'done' };
    case 'tick':
      addBeside(world, 'tick', () => tickOnce(world));
      return { is: 'done' };
    case 'set':
      world.words.set(String(request.word), Number(request.value));
      return { is: 'done' };
    default:
      return { is: 'refused', why: `no request ${String(request.do)}` };
  }
}

function reportOf(lane: LaneState): Message {
  const label = lane.isHeld ? lane.heldAt : lane.label;
  return { state: stateOf(lane), in: label, over: [...lane.doneLabels] };
}

function stateOf(lane: LaneState): string {
  if (lane.isDead) return 'dead';
  if (lane.isHeld) return 'held';
  const { label } = lane;
  if (lane.isInside && label !== null) {
    if (isSo(lane, label, 'Woken')) return 'woken';
    return isSo(lane, label, 'Asleep') ? 'asleep' : 'inside';
  }
  return lane.isOver ? 'done' : 'user';
}
