/**
 * The files beside the page, each loaded when something in it is opened. They are scripts, because a
 * page from disk may load nothing else; each has one call in it, which hands over packed data.
 */
import type { Beside } from '../page-contract.ts';

type Handed = readonly [id: string, group: number, packed: string];

declare global {
  interface Window {
    /** What the files have handed over and nobody has taken yet. */
    fermataExecutions?: Handed[];
  }
}

/** The packed details of a group of tests, whole. Rejects with a sentence where they are not there. */
export async function loadBeside({ id, folder }: Beside, group: number): Promise<string> {
  const path = `${folder}/${group}.js`;
  await load(path);
  const handed = window.fermataExecutions ?? [];
  const found = handed.find(([, number]) => number === group);
  window.fermataExecutions = handed.filter((each) => each !== found);
  if (found === undefined) throw new Error(`${path} beside this page is damaged`);
  if (found[0] !== id) throw new Error(`${path} beside this page belongs to another report`);
  return found[2];
}

function load(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = path;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => {
      reject(new Error(`there is no ${path} beside this page`));
    });
    document.head.append(script);
    script.remove();
  });
}
