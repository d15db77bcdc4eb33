/** The data in the page: the index at once, the details of a test when they are asked for. */
import type { PageIndex, TestDetails } from '../page-contract.ts';
import { type Packed, unpack } from './unpack.ts';

export interface PageSource {
  readonly index: PageIndex;
  /** The same promise every time. Rejects where the browser cannot unpack it. */
  details(test: number): Promise<TestDetails>;
}

/** @throws Error where the elements are not there or the browser cannot unpack them. */
export async function readSource(document: Document): Promise<PageSource> {
  const index = (await unpacked(textOf(document, 'report-index'))) as PageIndex;
  let lines: readonly string[] | null = null;
  const known = new Map<number, Promise<TestDetails>>();
  return {
    index,
    details: (test) => {
      lines ??= textOf(document, 'report-details').split('\n');
      const details =
        known.get(test) ?? (unpacked(lines[test], index.dictionary) as Promise<TestDetails>);
      known.set(test, details);
      return details;
    },
  };
}

function textOf(document: Document, id: string): string {
  return document.getElementById(id)?.textContent ?? '';
}

async function unpacked(base64: string, dictionary: readonly string[] = []): Promise<unknown> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return unpack((await new Response(stream).json()) as Packed, dictionary);
}
