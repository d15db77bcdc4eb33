/** A button that copies a text, and says whether it did. */
import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const SAID_FOR_MS = 2500;

export interface CopyButtonProps {
  readonly label: string;
  /** Made when it is asked for. */
  text(): string | Promise<string>;
}

export function CopyButton({ label, text }: CopyButtonProps): ComponentChild {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(() => setSaid(''), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (): Promise<void> => {
    setSaid((await copied(await text())) ? 'copied' : 'not copied: the browser refused');
  };
  return h(
    'span',
    { class: 'copy' },
    h('button', { type: 'button', onClick: () => void copy() }, label),
    h('span', { role: 'status' }, said),
  );
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelection(text);
  }
}

/** Where a page from disk may not use the clipboard: the way of old browsers. */
function copiedBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'unseen';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
