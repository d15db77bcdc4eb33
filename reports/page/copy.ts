/** A button that copies a text, and says whether it could. */
import { h, type JSX } from 'preact';
import { useState } from 'preact/hooks';

export function CopyButton({ text }: { readonly text: string }): JSX.Element {
  const [says, setSays] = useState('Copy');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSays('Copied');
    } catch {
      setSays('Not allowed here: select it and copy');
    }
  };
  return h('button', { type: 'button', class: 'copy', onClick: copy, 'aria-live': 'polite' }, says);
}
