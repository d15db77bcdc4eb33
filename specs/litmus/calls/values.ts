/** The values that a register, a field or a condition can have, by name. */

/** What a sleep returns, by revision. */
export const SLEEP_2012 = ['OK_ATOMIC', 'OK_BLOCKED', 'TIMEOUT', 'INTERRUPTED', 'WOULD_BLOCK'];
export const SLEEP_2026 = ['EOK', 'ETIMEOUT', 'EINTR'];
export const SLEEP = [...SLEEP_2012, ...SLEEP_2026];

/** Names that a value can have, besides integers. Those of `PAYLOAD_VALUES` take `:n`. */
export const VALUES: readonly string[] = [
  'blocked',
  'killed',
  'unset',
  'none',
  'ok',
  ...SLEEP,
  'UNCONTENDED',
  'skipped',
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
  'free',
  'connecting',
  'connected',
  'hungup',
  'slammed',
];
export const PAYLOAD_VALUES: readonly string[] = ['req', 'ans', 'ntf'];
