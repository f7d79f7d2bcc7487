import { ulid } from 'ulid';
import { A_MESSAGE_ID } from './factories';

/** Keys of the audit chain and of the scan, and texts that only look like an id. */
export const HOSTILE_IDS: readonly string[] = [
  'C#acme',
  'CHAINS',
  'SCAN',
  '',
  ' ',
  '*',
  `${ulid()} `,
  `${ulid()}\n`,
  ulid().toLowerCase(),
  `8${ulid().slice(1)}`,
  `C#${ulid()}`,
  `${ulid()}#0001`,
  A_MESSAGE_ID.toUpperCase(),
  `${A_MESSAGE_ID}0`,
  'x'.repeat(5_000),
];
