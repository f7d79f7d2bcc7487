import { explainEntries } from '../../../../shared/operations/explain/explain-entries';
import type { ApiRoute } from '../api-route';
import { entryOf } from '../request/entries-of';

export const explainNotification: ApiRoute<'explainNotification'> = async (request, ports) => {
  const asked = {
    entries: [entryOf(request)],
    source: '/api',
    tenant: request.tenant,
    unknownTypes: ports.unknownTypes,
  };
  const [explained] = await explainEntries(asked, ports);
  return { status: 200, body: { type: explained?.type, channels: explained?.channels ?? [] } };
};
