import { findDefinition } from '../catalogue/find-definition';
import { ownMembers } from '../domain/kit/json/own-members';
import { derivedId } from '../domain/notification/derived-id';
import type { Clock } from '../ports/clock';

export interface Defaults {
  readonly source: string;
  readonly tenant: string | undefined;
  readonly clock: Clock;
  readonly ids: () => string;
}

/**
 * What the entry says, which is a value of `jsonValueOf`, and for what it leaves out the defaults of the type and the
 * producer. Checks nothing. What it made it leaves as it is, the order of the attributes included: the ledger tells a
 * repetition from a conflict by the text.
 */
export function fillNotification(entry: object, { source, tenant, clock, ids }: Defaults): Record<string, unknown> {
  const { data, ...others } = toAttributes(entry);
  const given = ownMembers(others);
  const definition = typeof given.type === 'string' ? findDefinition(given.type) : undefined;
  return withoutUndefined({
    specversion: '1.0',
    id: given.id ?? idOf(ownMembers({ tenant, ...given })) ?? ids(),
    source,
    type: undefined,
    subject: undefined,
    time: given.time ?? clock.now().toISOString(),
    datacontenttype: 'application/json',
    tenant,
    channels: definition?.channels.join(','),
    severity: definition?.severity ?? 'info',
    ...given,
    data,
  });
}

/** The one that follows from an idempotency key, where there is one. */
const idOf = ({ tenant, idempotencykey }: Record<string, unknown>): string | undefined =>
  typeof tenant === 'string' && typeof idempotencykey === 'string' ? derivedId(tenant, idempotencykey) : undefined;

/** Lists in the form that the notification has them in. */
function toAttributes(entry: object): Record<string, unknown> {
  const { channels, recipients, time, expirytime, ...others }: Record<string, unknown> = ownMembers(entry);
  return withoutUndefined({
    ...others,
    channels: joined(channels, ','),
    recipients: joined(recipients, ', '),
    time: withoutDate(time),
    expirytime: withoutDate(expirytime),
  });
}

/** A list of anything else is left for the check to refuse. */
const joined = (value: unknown, separator: string): unknown =>
  Array.isArray(value) && value.every((part) => typeof part === 'string') ? value.join(separator) : value;

/** JSON makes a text of every Date but one without a time, for which the rule of the attribute has the better words. */
const withoutDate = (value: unknown): unknown => (value instanceof Date ? String(value) : value);

const withoutUndefined = (attributes: Record<string, unknown>): Record<string, unknown> =>
  ownMembers(Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)));
