/** The objects that a test declares, by name. */
import type { Litmus } from '../litmus.ts';
import type { Objects } from './scope.ts';

export function objectsIn({ init }: Litmus): Objects {
  return new Map(init.flatMap((it) => (it.is === 'object' ? [[it.name, it] as const] : [])));
}
