import type { Compared } from './compare-state';
import { diagnose } from './diagnosis';
import { withOtherIds } from './other-ids';

const notImportable = (address: string, id: string, held: string) => {
  const findings = new Map<string, Compared>([[address, { kind: 'there', id }]]);
  const state = new Map([[address, { id: held }]]);
  const diagnosis = diagnose({ findings: withOtherIds(findings, state), remarks: [] }, new Set([address]));
  return { managed: diagnosis.managed, notImportable: diagnosis.notImportable };
};

test.each([
  ['aws_apigatewayv2_api.one', 'b', 'a'],
  ['aws_apigatewayv2_integration.one', 'api/b', 'a'],
  ['aws_apigatewayv2_route.one', 'api/b', 'a'],
  ['aws_kms_key.one', 'b', 'a'],
  ['aws_lambda_event_source_mapping.one', 'b', 'a'],
  ['aws_sns_topic_subscription.one', 'arn:b', 'arn:a'],
])('%s with another id than the state has is not managed, and named with both', (address, id, held) => {
  const reason = expect.stringContaining(`AWS has '${id}', and the state has '${held}': where`);
  expect(notImportable(address, id, held)).toEqual({ managed: [], notImportable: [{ address, reason }] });
});

test.each([
  ['has the same id', 'aws_kms_key.one', 'a', 'a'],
  ['is imported by its API and the id', 'aws_apigatewayv2_route.one', 'api/a', 'a'],
  [
    'has a name for its id, which Terraform writes in another form',
    'aws_lambda_permission.one',
    'function/sid',
    'other',
  ],
])('what %s is managed', (_, address, id, held) => {
  expect(notImportable(address, id, held)).toEqual({ managed: [address], notImportable: [] });
});
