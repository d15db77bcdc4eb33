/**
 * A thread that helps the searches of another one (crew.ts, checker/helper.ts). Each search has
 * memory of its own; when it is over the thread says so and waits for the next.
 */
// First: steps are numbered as they load, as in the thread that has compiled the program.
import '../../../model/steps.ts';
import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Desk } from '../../../checker/desk.ts';
import { Helper } from '../../../checker/helper.ts';
import { ModelError } from '../../../checker/model.ts';
import { Machine } from '../../../model/machine.ts';
import { symmetryIn } from '../../search/symmetric.ts';
import { ruleNames, type ToHelper } from './crew.ts';

/** So long it waits for a job before it looks again whether there is one. */
const WAIT_MS = 100;

const { port } = workerData as { readonly port: MessagePort };

/** The search that it helps, while it does. */
let helper: Helper | null = null;

port.on('message', (message: ToHelper) => {
  // News of a search that is over: nobody has asked for them any more.
  if (message.is !== 'begin') return;
  try {
    helper = new Helper(machineOf(message), message.beginning);
    serve(helper);
  } catch (error) {
    const { desk, batches } = message.beginning;
    new Desk(batches.length, desk).fail(error instanceof Error ? error.message : String(error));
  }
  helper = null;
  port.postMessage('idle');
});

process.once('exit', (code) => helper?.desk.fail(`it ended with ${code}`));

/** The machine that searches, but for its questions: helpers ask none. */
function machineOf({ program, isPermuted, rules }: ToHelper & { is: 'begin' }): Machine {
  const machine = new Machine(program, {
    properties: [],
    boundExceeded: (message) => new ModelError(message),
  });
  if (ruleNames(machine) !== rules) throw new Error('steps are numbered otherwise here');
  machine.symmetry = isPermuted ? (symmetryIn(machine) ?? undefined) : undefined;
  return machine;
}

function serve(helping: Helper): void {
  const { desk } = helping;
  while (!desk.isOver) {
    const { issued } = desk;
    if (!helping.claim()) desk.waitForJob(issued, WAIT_MS);
    else {
      hearAll(helping);
      helping.work();
    }
  }
}

/** What was sent is there: `unheard` counts no message before it was. */
function hearAll(helping: Helper): void {
  while (helping.unheard > 0) {
    const { message } = receiveMessageOnPort(port) as { message: ToHelper };
    if (message.is === 'news') helping.hear(message.news);
  }
}
