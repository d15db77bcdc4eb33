/** The reference kernel as a program of its own: it speaks docs/protocol.md on its standard streams. */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Revision } from './kernel.ts';
import type { Restart } from './restart.ts';
import { Speaker } from './speaker.ts';

/** Answers every line of `input` on `output`, until `end` or the end of the input. */
export async function speak(
  revision: Revision,
  restart: Restart,
  input: Readable,
  output: Writable,
): Promise<void> {
  const speaker = new Speaker(revision, restart);
  for await (const line of createInterface({ input })) {
    if (line.trim() === '') continue;
    const request = JSON.parse(line) as Record<string, unknown>;
    output.write(`${JSON.stringify(speaker.answer(request))}\n`);
    if (speaker.isOver) return;
  }
}
