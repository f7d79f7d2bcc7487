import type { Attributes, Held } from './read-state';
import type { Compared } from './replaced';

/** AWS assigns their ids, so a recreated one has another id; the plan's names cannot tell the two apart. */
const WITH_GIVEN_ID =
  /^aws_(apigatewayv2_(api|integration|route)|kms_key|lambda_event_source_mapping|sns_topic_subscription)\./;

/** Identified within a parent: `id` alone is the same in every parent. */
const WITH_PARENT = new Map([
  ['aws_apigatewayv2_stage', ['api_id', 'name']],
  ['aws_cloudwatch_event_target', ['rule', 'target_id']],
]);

/** Marks resources whose id in the state differs from that found in AWS: recreated, while Terraform manages the old one. */
export const withOtherIds = (findings: ReadonlyMap<string, Compared>, state: Held): ReadonlyMap<string, Compared> =>
  new Map(
    [...findings].map(([address, finding]) => {
      const held = heldId(address, state.get(address));
      if (finding.kind !== 'there' || held === undefined || isSameId(finding.id, held)) return [address, finding];
      const reason = `AWS has '${finding.id}', and the state has '${held}': if the state's is gone or not used, terraform state rm ${address}, and run doctor again`;
      return [address, { kind: 'not_in_state', reason }];
    }),
  );

/** Undefined if the state has no id, or if the id is only the name. */
function heldId(address: string, attributes: Attributes = {}): string | undefined {
  const names = WITH_PARENT.get(address.split('.', 1)[0] ?? '') ?? (WITH_GIVEN_ID.test(address) ? ['id'] : []);
  const values = names.map((name) => attributes[name]);
  return values.length > 0 && values.every((value) => typeof value === 'string') ? values.join('/') : undefined;
}

/** Terraform imports an integration and a route by `<API>/<id>`, but its state has the id alone. */
const isSameId = (imported: string, held: string): boolean => imported === held || imported.endsWith(`/${held}`);
