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
 * The entry, a value of `jsonValueOf`, with defaults of the type and the producer for missing attributes. Validates
 * nothing. Idempotent: leaves a filled notification unchanged, including the order of its attributes, because the ledger
 * compares texts to tell a repetition from a conflict.
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

/** The id that is derived from the idempotency key, if there is one. */
const idOf = ({ tenant, idempotencykey }: Record<string, unknown>): string | undefined =>
  typeof tenant === 'string' && typeof idempotencykey === 'string' ? derivedId(tenant, idempotencykey) : undefined;

/** Converts lists and dates to the notification's text form. */
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

/** Joins a list of texts. Leaves any other value unchanged, so that the validation refuses it. */
const joined = (value: unknown, separator: string): unknown =>
  Array.isArray(value) && value.every((part) => typeof part === 'string') ? value.join(separator) : value;

/** Converts an invalid Date to text, because the attribute's rule gives a clearer fault than the missing JSON form. */
const withoutDate = (value: unknown): unknown => (value instanceof Date ? String(value) : value);

const withoutUndefined = (attributes: Record<string, unknown>): Record<string, unknown> =>
  ownMembers(Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)));
