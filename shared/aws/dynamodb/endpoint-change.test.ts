import { endpointChange } from './endpoint-change';

const Key = { pk: { S: 'T#acme' }, sk: { S: 'EP#ep_1' } };

test('given members are set and undefined ones removed, if the endpoint is as expected', () => {
  const change = { types: ['order.*'], headers: undefined };
  expect(endpointChange('acme', 'ep_1', change, { url: 'https://a.example.com/', ratePerSecond: undefined })).toEqual({
    Key,
    UpdateExpression: 'SET #types = :types REMOVE #headers',
    ConditionExpression: 'attribute_exists(pk) AND #url = :was_url AND attribute_not_exists(#ratePerSecond)',
    ExpressionAttributeNames: {
      '#types': 'types',
      '#headers': 'headers',
      '#url': 'url',
      '#ratePerSecond': 'ratePerSecond',
    },
    ExpressionAttributeValues: { ':types': { L: [{ S: 'order.*' }] }, ':was_url': { S: 'https://a.example.com/' } },
  });
});

test('a change without values has no map of values, because DynamoDB refuses an empty one', () => {
  expect(endpointChange('acme', 'ep_1', { ratePerSecond: undefined }, {})).toEqual({
    Key,
    UpdateExpression: 'REMOVE #ratePerSecond',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#ratePerSecond': 'ratePerSecond' },
  });
});
