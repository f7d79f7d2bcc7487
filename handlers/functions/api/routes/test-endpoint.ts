import { reasonOf } from '../../../../shared/domain/delivery/outcome';
import { testEndpoint as test } from '../../../../shared/operations/endpoints/test-endpoint';
import type { ApiRoute } from '../api-route';

export const testEndpoint: ApiRoute<'testEndpoint'> = async ({ tenant, path }, ports) => {
  const { eventId, result, outcome } = await test({ tenant, id: path.id ?? '' }, ports);
  const reason = reasonOf(outcome);
  return {
    status: 200,
    body: {
      eventId,
      outcome: outcome.kind,
      ...(reason !== undefined && { reason }),
      ...('status' in result && { status: result.status }),
    },
  };
};
