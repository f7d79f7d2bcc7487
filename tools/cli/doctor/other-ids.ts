import type { Attributes, Held } from './read-state';
import type { Compared } from './replaced';

/** Their ids are AWS's, so that one made again has another; the plan's names and places do not tell them apart. */
const WITH_GIVEN_ID =
  /^aws_(apigatewayv2_(api|integration|route)|kms_key|lambda_event_source_mapping|sns_topic_subscription)\./;

/** What is found by its parent, or has an id that Terraform invented: `id` alone is the same in every parent. */
const WITH_PARENT = new Map([
  ['aws_apigatewayv2_stage', ['api_id', 'name']],
  ['aws_cloudwatch_event_target', ['rule', 'target_id']],
]);

/** What AWS finds by the plan where the state has another id: somebody made it again, and Terraform manages the old one. */
export const withOtherIds = (findings: ReadonlyMap<string, Compared>, state: Held): ReadonlyMap<string, Compared> =>
  new Map(
    [...findings].map(([address, finding]) => {
      const held = heldId(address, state.get(address));
      if (finding.kind !== 'there' || held === undefined || isSameId(finding.id, held)) return [address, finding];
      const reason = `AWS has '${finding.id}', and the state has '${held}': where the state's is gone or not used, terraform state rm ${address}, and ask again`;
      return [address, { kind: 'not_in_state', reason }];
    }),
  );

/** Undefined where the state does not say it, or where it says nothing: by the name, it is the same. */
function heldId(address: string, attributes: Attributes = {}): string | undefined {
  const names = WITH_PARENT.get(address.split('.', 1)[0] ?? '') ?? (WITH_GIVEN_ID.test(address) ? ['id'] : []);
  const values = names.map((name) => attributes[name]);
  return values.length > 0 && values.every((value) => typeof value === 'string') ? values.join('/') : undefined;
}

/** Terraform imports an integration and a route by `<API>/<id>`, and has the id alone in its state. */
const isSameId = (imported: string, held: string): boolean => imported === held || imported.endsWith(`/${held}`);
