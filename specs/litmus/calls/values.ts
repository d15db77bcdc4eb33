/** The values that a register, a field or a condition can have, by name. */

import { DEBUG_EVENTS } from '../../../model/ipc/debug-methods.ts';

/** What a sleep returns, by revision; without a timeout it cannot time out, nor ask not to block. */
export const UNTIMED_2012 = ['OK_ATOMIC', 'OK_BLOCKED', 'INTERRUPTED'];
export const UNTIMED_2026 = ['EOK', 'EINTR'];
export const SLEEP_2012 = [...UNTIMED_2012, 'TIMEOUT', 'WOULD_BLOCK'];
export const SLEEP_2026 = [...UNTIMED_2026, 'ETIMEOUT'];
export const SLEEP = { 2012: SLEEP_2012, 2026: SLEEP_2026 };

/** The status of a call that was taken out, which a wrong design lets out of the kernel. */
export const LEAKED = 'ERESTART';

/** The states of a phone. */
export const PHONE_STATES = ['free', 'connecting', 'connected', 'hungup', 'slammed'];

/** The events that answer a GO. */
export const EVENTS: readonly string[] = DEBUG_EVENTS.slice(1);

/** Names that a value can have, besides integers. Those of `PAYLOAD_VALUES` take `:n`. */
export const VALUES: readonly string[] = [
  'blocked',
  'loops',
  'spins',
  'killed',
  'unset',
  'none',
  'ok',
  ...SLEEP_2012,
  ...SLEEP_2026,
  'UNCONTENDED',
  'skipped',
  'EAGAIN',
  'ENOENT',
  'ENOMEM',
  'ELIMIT',
  'EREFUSED',
  'EFORWARD',
  'EPERM',
  'EHANGUP',
  'EPARTY',
  'EEXIST',
  'EBADMEM',
  'ENOTSUP',
  'EINVAL',
  'EBUSY',
  'EOVERFLOW',
  'ERESTART',
  'TEMPORARY',
  'TRUE',
  'FALSE',
  ...PHONE_STATES,
  ...EVENTS,
  'inactive',
  'beginning',
  'active',
];
export const PAYLOAD_VALUES: readonly string[] = ['req', 'ans', 'ntf'];
