import type { Compared } from './compare-state';
import type { State } from './read-state';

/** Their ids are AWS's, so that one made again has another; the plan's names and places do not tell them apart. */
const WITH_GIVEN_ID =
  /^aws_(apigatewayv2_(api|integration|route)|kms_key|lambda_event_source_mapping|sns_topic_subscription)\./;

/** What AWS finds by the plan where the state has another id: somebody made it again, and Terraform manages the old one. */
export const withOtherIds = (findings: ReadonlyMap<string, Compared>, state: State): ReadonlyMap<string, Compared> =>
  new Map(
    [...findings].map(([address, finding]) => {
      const held = state.get(address)?.id;
      if (finding.kind !== 'there' || typeof held !== 'string' || !WITH_GIVEN_ID.test(address))
        return [address, finding];
      if (isSameId(finding.id, held)) return [address, finding];
      const reason = `AWS has '${finding.id}', and the state has '${held}': where the state's is gone or not used, terraform state rm ${address}, and ask again`;
      return [address, { kind: 'not_in_state', reason }];
    }),
  );

/** Terraform imports an integration and a route by `<API>/<id>`, and has the id alone in its state. */
const isSameId = (imported: string, held: string): boolean => imported === held || imported.endsWith(`/${held}`);
