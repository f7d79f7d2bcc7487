import { type ExplainedEntry, explainEntries } from '../../../../shared/operations/explain/explain-entries';
import type { ApiRoute } from '../api-route';
import { entryOf } from '../request/entries-of';

export const explainNotification: ApiRoute<'explainNotification'> = async (request, ports) => {
  const asked = {
    entries: [entryOf(request)],
    source: '/api',
    tenant: request.tenant,
    unknownTypes: ports.unknownTypes,
  };
  const [explained] = await explainEntries(asked, { ...ports, endpoints: ports.registry });
  const { type, channels, endpoints } = explained as ExplainedEntry;
  return { status: 200, body: { type, channels, endpoints } };
};
