/**
 * Texts and paths of a report in SARIF: text that its readers take for text, paths that mean the
 * same on every machine.
 */
import type { ArtifactLocation, Message } from 'sarif';
import type { TestRow } from '../data.ts';
import { printable } from '../text-width.ts';

/**
 * A plain message. SARIF replaces `{0}` by arguments and makes links of `[text](target)`, so the
 * characters of both are escaped as it asks (§3.11.5, §3.11.6).
 */
export function message(text: string): Message & { text: string } {
  return { text: escaped(text) };
}

/** Lines of text; each is printable, the breaks between them are kept. */
export function escaped(text: string): string {
  return text
    .split('\n')
    .map(printable)
    .join('\n')
    .replace(/[[\]\\]/g, '\\$&')
    .replaceAll('{', '{{')
    .replaceAll('}', '}}');
}

/** The file relative to the repository; of one that lies outside of it, the name alone. */
export function artifactOf(test: TestRow | undefined): ArtifactLocation {
  const path = printable(test?.file ?? '').replaceAll('\\', '/');
  if (path === '' || path.startsWith('/') || path.startsWith('..') || /^[A-Za-z]:/.test(path)) {
    return { uri: uriOf(path.split('/').at(-1) || 'unknown.litmus') };
  }
  return { uri: uriOf(path), uriBaseId: '%SRCROOT%' };
}

/** A relative reference. What a path may hold and a URI not, or not there, is encoded. */
function uriOf(path: string): string {
  return encodeURI(path)
    .replace(/[#?:;@&=$,]/g, encodeURIComponent)
    .replaceAll('[', '%5B')
    .replaceAll(']', '%5D');
}
