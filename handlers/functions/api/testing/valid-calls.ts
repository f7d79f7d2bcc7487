import type { RouteId } from '../../../../shared/api/contract';
import type { Call } from './api-event';

export type Rest = Omit<Call, 'route' | 'claims'>;

const ENDPOINT = { path: { id: 'ep_01m00vvae0dxk8dr745633ez6j' } };
const NOTIFICATION = { path: { id: '01M00VVAE0DXK8DR745633EZ6J' } };
const ADDRESS = { path: { address: 'ada@example.com' } };
const invoice = { type: 'invoice.created', channels: 'webhook', data: { invoice: 'R-17' } };

/** A well-formed request of each route, without a tenant. */
export const VALID: Readonly<Record<RouteId, Rest>> = {
  getNotification: NOTIFICATION,
  publishNotifications: { body: invoice },
  replayNotification: NOTIFICATION,
  listNotifications: {},
  tailNotifications: {},
  beginReplay: { body: { state: 'failed' } },
  getReplay: NOTIFICATION,
  stopReplay: NOTIFICATION,
  listTenants: {},
  listDeliveries: ENDPOINT,
  listEndpointHealth: {},
  addEndpoint: { body: { url: 'https://127.0.0.1/hooks', types: ['order.*'] } },
  disableEndpoint: ENDPOINT,
  enableEndpoint: ENDPOINT,
  getEndpoint: ENDPOINT,
  listEndpoints: {},
  removeEndpoint: ENDPOINT,
  rotateEndpoint: ENDPOINT,
  testEndpoint: ENDPOINT,
  updateEndpoint: { ...ENDPOINT, body: { types: ['*'] } },
  addSuppression: { body: { address: 'ada@example.com' } },
  getPreferences: ADDRESS,
  listSuppressions: { query: { address: 'ada@example.com' } },
  removeSuppression: ADDRESS,
  setPreferences: { ...ADDRESS, body: { categories: { digest: false } } },
  explainNotification: { body: invoice },
  getDescription: {},
  getHealth: {},
  listTypes: {},
};

export const validCall = (route: RouteId, more: Partial<Call> = {}): Call => ({ route, ...VALID[route], ...more });

export const withQuery = (call: Call, query: Readonly<Record<string, string>>): Call => ({
  ...call,
  query: { ...(call.query as Record<string, string>), ...query },
});
