import { explainEntries } from '../../../../shared/operations/explain/explain-entries';
import type { ApiRoute } from '../api-route';
import { entriesOf } from '../request/entries-of';

export const explainNotification: ApiRoute<'explainNotification'> = async (request, ports) => {
  const { entries } = entriesOf(request);
  const asked = {
    entries: entries.slice(0, 1),
    source: '/api',
    tenant: request.tenant,
    unknownTypes: ports.unknownTypes,
  };
  const [explained] = await explainEntries(asked, ports);
  return { status: 200, body: { type: explained?.type, channels: explained?.channels ?? [] } };
};
