/** Threads whose own fields others read although these have no object of theirs in common. */
import { NONE, type Program } from '../record/program.ts';
import { hookedIn } from './sessions.ts';

/** Calls of other lanes name thread t, or its registers; a debugger reads it, or waits for its end. */
export function isReadByOthers(program: Program, t: number): boolean {
  const { lanes, registers, sessions } = program;
  if (hookedIn(program, t) >= 0 || sessions.some(({ server }) => server === t)) return true;
  return lanes.some(({ ops }, u) =>
    ops.some(
      ({ source, target }) =>
        u !== t && (target === t || (source !== NONE && registers[source].lane === t)),
    ),
  );
}
