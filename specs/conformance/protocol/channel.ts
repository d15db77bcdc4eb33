/**
 * A program on the other end of its standard streams: a line out, a line in, in turn. Whatever goes
 * wrong is a TargetError with its last words.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { TargetError } from '../target-error.ts';

/** A line that is longer is none that this protocol has. */
const LINE_MOST = 4_000_000;
/** Of what was said last, so much is repeated. */
const WORDS_MOST = 400;
/** A program may take its time to start. */
const GREETING_MS = 20_000;

export class Channel {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly timeoutMs: number;
  private seq = 0;
  private buffered = '';
  private said = '';
  private readonly lines: string[] = [];
  private waiting: (() => void) | null = null;
  private gone: string | null = null;
  /** Something was wrong with it already: nothing more is asked. */
  isBroken = false;

  constructor(program: string, args: readonly string[], timeoutMs: number) {
    this.timeoutMs = timeoutMs;
    this.child = spawn(program, args, { stdio: 'pipe' });
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => this.hear(text));
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => this.note(text));
    // Writing to a program that is gone says so here; that it is gone is told by `close`.
    this.child.stdin.on('error', () => {});
    this.child.on('error', (error) => this.leave(`it cannot be started: ${error.message}`));
    this.child.on('close', (code, signal) => {
      this.leave(`it ended (${signal ?? `exit code ${code ?? '?'}`})`);
    });
  }

  private hear(text: string): void {
    this.note(text);
    this.buffered += text;
    const lines = this.buffered.split('\n');
    this.buffered = lines.pop() ?? '';
    if (this.buffered.length > LINE_MOST) this.leave('it says a line without an end');
    this.lines.push(...lines.filter((line) => line.trim() !== ''));
    this.waiting?.();
  }

  private note(text: string): void {
    this.said = (this.said + text).slice(-WORDS_MOST);
  }

  private leave(why: string): void {
    this.gone ??= why;
    this.waiting?.();
  }

  /** Sends a request and reads its answer. @throws TargetError */
  async ask(request: Record<string, unknown>): Promise<Record<string, unknown>> {
    if (this.lines.length > 0) this.fail(`it answered what nobody asked`);
    const seq = ++this.seq;
    this.child.stdin.write(`${JSON.stringify({ seq, ...request })}\n`);
    const line = await this.line(String(request.do));
    const answer = this.parsed(line);
    if (answer.seq !== seq) {
      this.fail(`its answer is out of order: seq ${String(answer.seq)} where ${seq} was asked`);
    }
    return answer;
  }

  private async line(what: string): Promise<string> {
    const patience = what === 'hello' ? Math.max(GREETING_MS, this.timeoutMs) : this.timeoutMs;
    const until = Date.now() + patience;
    for (;;) {
      const line = this.lines.shift();
      if (line !== undefined) return line;
      if (this.gone !== null) this.fail(`${this.gone} instead of answering ${what}`);
      const left = until - Date.now();
      if (left <= 0) this.fail(`it did not answer ${what} within ${patience} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.waiting = null;
    }
  }

  private parsed(line: string): Record<string, unknown> {
    try {
      const value: unknown = JSON.parse(line);
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
        return value as Record<string, unknown>;
      }
    } catch {
      // Told below, as any other line that is no object.
    }
    return this.fail('it says what is no JSON object');
  }

  /** An answer of one of these forms. @throws TargetError */
  as<Schema extends TSchema>(answer: unknown, schema: Schema, what: string): unknown {
    if (Value.Check(schema, answer)) return answer;
    return this.fail(`its answer is no ${what}: ${JSON.stringify(answer).slice(0, WORDS_MOST)}`);
  }

  fail(why: string): never {
    this.isBroken = true;
    this.child.kill('SIGKILL');
    throw new TargetError(why, this.said.trim());
  }

  /** Ends the program, politely and then not. */
  async close(): Promise<void> {
    if (this.gone !== null) return;
    this.child.stdin.end();
    const ended = new Promise<void>((resolve) => this.child.once('close', () => resolve()));
    const late = setTimeout(() => this.child.kill('SIGKILL'), 1000);
    await ended;
    clearTimeout(late);
  }
}
