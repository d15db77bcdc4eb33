/** What contradicts R16, in words: which requests of a debugger have no answer, and where they are. */
import { IN_CALLS } from '../../model/record/ipc-objects.ts';
import { WHERE } from '../../model/record/layout.ts';
import type { Kernel } from '../../model/record/state.ts';
import { isLeftUnanswered } from '../properties/assert-debug.ts';
import { messageName } from '../properties/kernel-view.ts';

export function debugFacts(k: Kernel): string {
  const facts = k.program.messages.flatMap((_, m) => {
    if (!isLeftUnanswered(k, m)) return [];
    const isRead = k.message(m, WHERE) !== IN_CALLS;
    return [`${messageName(k, m)} is ${isRead ? 'read and never answered' : 'never read'}`];
  });
  return facts.join(', ');
}
