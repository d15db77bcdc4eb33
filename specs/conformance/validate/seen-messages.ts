/** Messages that a step puts into a list of an answerbox, or takes off one. */
import type { Program } from '../../../model/record/program.ts';
import type { Listed, Scene } from './scene.ts';
import type { Seen } from './seen.ts';

/** In the order of the messages; each first out of where it was, then to where it is. */
export function messageEvents(program: Program, t: number, was: Scene, is: Scene): Seen[] {
  return was.messages.flatMap((before, m) => {
    const after = is.messages[m];
    if (before?.box === after?.box && before?.holds === after?.holds) return [];
    const events: Seen[] = [];
    if (before !== null) events.push(eventOf('receive', program, t, before));
    if (after !== null) {
      events.push(eventOf(after.holds === 'answers' ? 'answer' : 'send', program, t, after));
    }
    return events;
  });
}

/** The private box of a synchronous call, and a kbox, have no name that a litmus knows. */
function eventOf(ev: Seen['ev'], program: Program, t: number, { box }: Listed): Seen {
  const { isPrivate, queue, task } = program.boxes[box];
  const name = isPrivate ? program.queues[queue].name : program.tasks[task];
  return { ev, th: t, isEvidence: !isPrivate, box: name };
}
