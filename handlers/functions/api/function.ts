import type { RouteRow } from '../../../shared/api/route-row';
import { ROUTE_TABLE } from '../../../shared/api/route-table.generated';
import { defineFunction, type HttpRoute } from '../../../shared/domain/manifest/function-manifest';

const routeOf = ({ method, path, roles, throttle }: RouteRow): HttpRoute => ({
  route: `${method} ${path}`,
  access: roles === 'everyone' ? 'open' : 'callers',
  ...(throttle && { throttle }),
});

export default defineFunction({
  name: 'api',
  description: 'answers the HTTP API',
  capabilities: [
    'api:tokens',
    'notifications:publish',
    'ledger:inspect',
    'listing:read',
    'replays:begin',
    'directory:manage',
    'queues:send',
    'keys:endpoints',
    'keys:endpoints:create',
    'keys:addresses',
    'keys:messages',
    'keys:messages:create',
  ],
  function: { timeoutSeconds: 28, memoryMegabytes: 512 },
  trigger: { kind: 'http', routes: Object.values(ROUTE_TABLE).map(routeOf) },
});
