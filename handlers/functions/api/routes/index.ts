import type { ApiRoutes } from '../api-route';
import { addEndpoint } from './add-endpoint';
import { addSuppression } from './add-suppression';
import { beginReplay } from './begin-replay';
import { disableEndpoint } from './disable-endpoint';
import { enableEndpoint } from './enable-endpoint';
import { explainNotification } from './explain-notification';
import { getDescription } from './get-description';
import { getEndpoint } from './get-endpoint';
import { getHealth } from './get-health';
import { getNotification } from './get-notification';
import { getPreferences } from './get-preferences';
import { getReplay } from './get-replay';
import { listDeliveries } from './list-deliveries';
import { listEndpointHealth } from './list-endpoint-health';
import { listEndpoints } from './list-endpoints';
import { listNotifications } from './list-notifications';
import { listSuppressions } from './list-suppressions';
import { listTenants } from './list-tenants';
import { listTypes } from './list-types';
import { publishNotifications } from './publish-notifications';
import { removeEndpoint } from './remove-endpoint';
import { removeSuppression } from './remove-suppression';
import { replayNotification } from './replay-notification';
import { rotateEndpoint } from './rotate-endpoint';
import { setPreferences } from './set-preferences';
import { stopReplay } from './stop-replay';
import { tailNotifications } from './tail-notifications';
import { testEndpoint } from './test-endpoint';
import { updateEndpoint } from './update-endpoint';

/** What answers each route of `shared/api/contract`, one file each. */
export const apiRoutes: ApiRoutes = {
  addEndpoint,
  addSuppression,
  beginReplay,
  disableEndpoint,
  enableEndpoint,
  explainNotification,
  getDescription,
  getEndpoint,
  getHealth,
  getNotification,
  getPreferences,
  getReplay,
  listDeliveries,
  listEndpointHealth,
  listEndpoints,
  listNotifications,
  listSuppressions,
  listTenants,
  listTypes,
  publishNotifications,
  removeEndpoint,
  removeSuppression,
  replayNotification,
  rotateEndpoint,
  setPreferences,
  stopReplay,
  tailNotifications,
  testEndpoint,
  updateEndpoint,
};
