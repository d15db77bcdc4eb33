/** Commands that change, break or measure Fermata itself, which an installed package cannot. */
import { UsageError } from '../errors.ts';
import { isInstalled } from '../root.ts';

/** @throws UsageError in an installed package */
export function requireClone(command: string): void {
  if (!isInstalled) return;
  throw new UsageError(
    `fermata ${command} works on Fermata itself, with tools that an installed package has not; ` +
      'run it in a clone of the repository',
  );
}
