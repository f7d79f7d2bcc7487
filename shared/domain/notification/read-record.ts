import type { Fault } from '../coded-error';
import type { Notification } from './notification';
import { parseNotification } from './parse-notification';

/** A notification as the ledger keeps it. */
export interface RecordedNotification {
  readonly id: string;
  readonly tenant: string;
  readonly text: string;
}

export type RecordResult =
  | { readonly ok: true; readonly notification: Notification }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads a record that is about to be sent again: whoever can write the table may have changed it since it was accepted. */
export function readRecord(record: RecordedNotification): RecordResult {
  const parsed = parseNotification(record.text);
  const faults = parsed.ok
    ? (['id', 'tenant'] as const).flatMap((name) => foreign(name, parsed.notification, record))
    : [];
  return faults.length === 0 ? parsed : { ok: false, faults };
}

const foreign = (name: 'id' | 'tenant', seen: RecordedIdentity, expected: RecordedIdentity): Fault[] =>
  seen[name] === expected[name]
    ? []
    : [
        {
          code: 'ledger.record.foreign',
          path: `/${name}`,
          message: `${name} is ${seen[name]}, expected ${expected[name]} as in the ledger`,
        },
      ];

type RecordedIdentity = Pick<RecordedNotification, 'id' | 'tenant'>;
