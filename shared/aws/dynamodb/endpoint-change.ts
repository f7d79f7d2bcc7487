import { marshall } from '@aws-sdk/util-dynamodb';
import type { EndpointChange } from '../../ports/endpoints';
import { endpointKey } from './directory-items';

type Entry = readonly [name: string, value: unknown];

const isGiven = ([, value]: Entry): boolean => value !== undefined;

/** A conditional update of an existing endpoint. An `undefined` member is removed, or expected to be absent. */
export function endpointChange(tenant: string, id: string, change: EndpointChange, expected: EndpointChange) {
  const changes: readonly Entry[] = Object.entries(change);
  const conditions: readonly Entry[] = Object.entries(expected);
  return {
    Key: marshall(endpointKey(tenant, id)),
    UpdateExpression: updateExpression(changes),
    ConditionExpression: ['attribute_exists(pk)', ...conditions.map(conditionOf)].join(' AND '),
    ...placeholders(changes, conditions),
  };
}

const updateExpression = (changes: readonly Entry[]): string =>
  [
    clause('SET', changes.filter(isGiven), ([name]) => `#${name} = :${name}`),
    clause(
      'REMOVE',
      changes.filter((entry) => !isGiven(entry)),
      ([name]) => `#${name}`,
    ),
  ]
    .filter((text) => text !== '')
    .join(' ');

const clause = (word: string, entries: readonly Entry[], toText: (entry: Entry) => string): string =>
  entries.length === 0 ? '' : `${word} ${entries.map(toText).join(', ')}`;

const conditionOf = (entry: Entry): string =>
  isGiven(entry) ? `#${entry[0]} = :was_${entry[0]}` : `attribute_not_exists(#${entry[0]})`;

/** Without `ExpressionAttributeValues` if there are none: DynamoDB refuses an empty map. */
function placeholders(changes: readonly Entry[], conditions: readonly Entry[]) {
  const names = Object.fromEntries([...changes, ...conditions].map(([name]) => [`#${name}`, name]));
  const values = [
    ...changes.map(([name, value]) => [`:${name}`, value] as const),
    ...conditions.map(([name, value]) => [`:was_${name}`, value] as const),
  ].filter(isGiven);
  const marshalled = marshall(Object.fromEntries(values), { removeUndefinedValues: true });
  return {
    ExpressionAttributeNames: names,
    ...(values.length > 0 && { ExpressionAttributeValues: marshalled }),
  };
}
