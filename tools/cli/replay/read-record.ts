import { CodedError, type Fault } from '../../../shared/domain/coded-error';
import type { Notification } from '../../../shared/domain/notification/notification';
import { parseNotification } from '../../../shared/domain/notification/parse-notification';
import type { AcceptedEvent } from '../../../shared/ports/ledger';

/**
 * A record in the table may have been changed since it was accepted, and is about to be sent again.
 *
 * @throws CodedError `cli.record_malformed`
 */
export function readRecord(event: AcceptedEvent): Notification {
  const parsed = parseNotification(event.text);
  const faults = parsed.ok ? belongs(parsed.notification, event) : parsed.faults;
  if (parsed.ok && faults.length === 0) return parsed.notification;
  throw new CodedError(
    'cli.record_malformed',
    `what is recorded under id ${event.id} is not the notification that was accepted; nothing was sent`,
    `npx carillon audit verify --tenant ${event.tenant} names every record that was changed`,
    faults,
  );
}

const belongs = (notification: Notification, event: AcceptedEvent): Fault[] =>
  (['id', 'tenant'] as const)
    .filter((name) => notification[name] !== event[name])
    .map((name) => ({
      code: 'cli.record_foreign',
      path: `/${name}`,
      message: `${name} is ${notification[name]}, expected ${event[name]} as in the ledger`,
    }));
