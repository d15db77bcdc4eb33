/**
 * Citations of the papers in docs/: what a `Ref=`, an assertion, a line of the baseline or a comment
 * refers to, and which anchors there are.
 *
 *     kernel.md#1.11 (forwarding), bugs.md#L10
 *
 * A citation is a paper and an anchor in it; what stands in brackets says where to look there.
 */

export interface Citation {
  readonly paper: string;
  readonly anchor: string;
  readonly detail: string | null;
}

const CITATION = /^([a-z-]+\.md)#([\w.-]+)(?: \((.+)\))?$/;

/** The citations of a text, with commas between; null for one that has not the form. */
export function citationsIn(text: string): (Citation | null)[] {
  // A comma in brackets is one of the detail.
  const parts = text.match(/(?:[^,(]|\([^)]*\))+/g) ?? [];
  return parts.map((part) => {
    const match = CITATION.exec(part.trim());
    if (match === null) return null;
    const [, paper, anchor, detail = null] = match;
    return { paper, anchor, detail };
  });
}

/** Every anchor of a paper, in order: `<a id="D3"></a>`. */
export function anchorsIn(markdown: string): string[] {
  return Array.from(markdown.matchAll(/<a id="([^"]+)"><\/a>/g), ([, id]) => id);
}
