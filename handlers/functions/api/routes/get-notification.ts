import { readStatus } from '../../../../shared/operations/status/read-status';
import { statusDocument } from '../../../../shared/operations/status/status-document';
import type { ApiRoute } from '../api-route';

export const getNotification: ApiRoute<'getNotification'> = async ({ tenant, path, query }, ports) => {
  const history = await readStatus({ id: path.id ?? '', ...(tenant !== undefined && { tenant }) }, statusPorts(ports));
  return { status: 200, body: statusDocument(history, { channels: ports.channels, withBody: query.body === true }) };
};

const statusPorts = ({ registry, ...ports }: Parameters<ApiRoute<'getNotification'>>[1]) => ({
  ...ports,
  endpoints: registry,
});
