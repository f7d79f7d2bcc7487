import { ulid } from 'ulid';
import orderShipped from '../catalogue/order-shipped';
import type { Notification } from '../domain/notification/notification';
import type { MessageAttributes } from '../domain/notification/routing';
import { OUR_ATTRIBUTES, SEAL_ATTRIBUTE } from '../runtime/message/attributes';

/** Carillon's attributes as a producer can forge them, with a name for the test title. */
export type Forgery = readonly [name: string, attributes: MessageAttributes];

/** A well-formed seal made without a key. */
const INVENTED_SEAL = `1.${'A'.repeat(43)}`;

/**
 * Each of Carillon's attributes alone.
 *
 * @param target a target of another tenant
 */
export const aloneForged = (target: string): readonly Forgery[] =>
  OUR_ATTRIBUTES.map((name) => [name, forged([name], target)]);

/**
 * Combinations that cover all of Carillon's attributes: without a seal, with an invented one, and with replayed seals
 * of other messages. At most six, because SQS takes ten, and the producer has four.
 *
 * @param target a target of another tenant
 * @param seals genuine ones, of other messages
 */
export function togetherForged(target: string, seals: readonly string[]): readonly Forgery[] {
  const underSeal = (names: readonly string[], seal: string): Forgery => [
    `${names.join(', ')} and a seal ${seal}`,
    { ...forged(names, target), [SEAL_ATTRIBUTE]: { DataType: 'String', StringValue: seal } },
  ];
  return TOGETHER.flatMap((names): Forgery[] => [
    [names.join(', '), forged(names, target)],
    ...[INVENTED_SEAL, ...seals].map((seal) => underSeal(names, seal)),
  ]);
}

const forged = (names: readonly string[], target: string): MessageAttributes =>
  Object.fromEntries(names.map((name) => [name, { DataType: 'String', StringValue: forgedValue(name, target) }]));

const UNSEALED = OUR_ATTRIBUTES.filter((name) => name !== SEAL_ATTRIBUTE);
const TOGETHER: readonly (readonly string[])[] = [UNSEALED.slice(0, 5), [...UNSEALED.slice(5), 'carillontarget']];

function forgedValue(name: string, target: string): string {
  const values: Readonly<Record<string, string>> = {
    carillonattempt: '9',
    carillonsince: '2020-01-01T00:00:00.000Z',
    carillonreason: 'redrive:forged',
    [SEAL_ATTRIBUTE]: INVENTED_SEAL,
  };
  return values[name] ?? target;
}

/** Bodies that a producer must not be able to have delivered, but that trusted attributes would deliver. */
export const hostileBodies = (own: Notification, victim: Notification): readonly (readonly [string, object])[] => [
  // The minimum content of a delivery message.
  ["a delivery of another tenant's", { ...delivery(victim), id: ulid() }],
  ['a notification with the id of an audit chain', { ...own, id: `C#${victim.tenant}` }],
  ['a notification with the id of the list of chains', { ...own, id: 'CHAINS' }],
  [
    'a notification whose mail would have a javascript: link',
    {
      ...own,
      id: ulid(),
      type: 'order.shipped',
      data: { ...orderShipped.example, trackingUrl: 'javascript:alert(1)' },
    },
  ],
];

const delivery = ({ tenant, type, recipients, data }: Notification) => ({ tenant, type, recipients, data });

/** JSON of at least this many bytes. */
export function paddedJson(value: object, bytes: number): string {
  const text = JSON.stringify(value);
  const { data } = value as { readonly data?: object };
  const padding = 'x'.repeat(Math.max(0, bytes - Buffer.byteLength(text) - ',"padding":""'.length));
  return padding === '' ? text : JSON.stringify({ ...value, data: { ...data, padding } });
}
