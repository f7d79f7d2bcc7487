import { reasonOf } from '../../../../shared/domain/delivery/outcome';
import type { ApiRoute } from '../api-route';
import { endpointChanges } from '../endpoint-changes';

export const testEndpoint: ApiRoute<'testEndpoint'> = async ({ tenant, path }, ports) => {
  const { eventId, result, outcome } = await endpointChanges().testEndpoint({ tenant, id: path.id ?? '' }, ports);
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
