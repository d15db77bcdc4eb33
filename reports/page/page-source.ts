/**
 * The data of the page: the index at once, the details of a test when they are asked for, and those of
 * its executions that lie beside the page when one of them is.
 */
import type { PageIndex, TestDetails } from '../page-contract.ts';
import { loadBeside } from './beside.ts';
import { type Packed, unpack } from './unpack.ts';

export interface PageSource {
  readonly index: PageIndex;
  /** The same promise every time. Rejects where the browser cannot unpack it. */
  details(test: number): Promise<TestDetails>;
  /** With all executions. Rejects with a sentence where they lie beside the page and are not there. */
  whole(test: number): Promise<TestDetails>;
}

type Group = readonly TestDetails[];

/** @throws Error where the elements are not there or the browser cannot unpack them. */
export async function readSource(document: Document): Promise<PageSource> {
  const index = (await unpacked(textOf(document, 'report-index'))) as PageIndex;
  const { groupSize, beside, dictionary } = index;
  let lines: readonly string[] | null = null;
  const inPage = async (group: number): Promise<string> => {
    lines ??= textOf(document, 'report-details').split('\n');
    const line = lines[group];
    return line === '' && beside !== null ? loadBeside(beside, group) : line;
  };
  const from = (load: (group: number) => Promise<string>): PageSource['details'] => {
    const groups = new Map<number, Promise<Group>>();
    const tests = new Map<number, Promise<TestDetails>>();
    return (test) => {
      const number = Math.floor(test / groupSize);
      const group =
        groups.get(number) ??
        load(number).then(async (line) => (await unpacked(line, dictionary)) as Group);
      groups.set(number, group);
      const details = tests.get(test) ?? group.then((all) => all[test % groupSize]);
      tests.set(test, details);
      // Who puts the file there and tries again shall find it.
      details.catch(() => {
        groups.delete(number);
        tests.delete(test);
      });
      return details;
    };
  };
  const details = from(inPage);
  const whole = beside === null ? details : from((group) => loadBeside(beside, group));
  return { index, details, whole };
}

function textOf(document: Document, id: string): string {
  return document.getElementById(id)?.textContent ?? '';
}

async function unpacked(base64: string, dictionary: readonly string[] = []): Promise<unknown> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return unpack((await new Response(stream).json()) as Packed, dictionary);
}
