// Generated from shared/api/contract by `npm run generate`. Do not edit.
import type { RouteRow } from './route-row';

export const ROUTE_TABLE = {
  getNotification: {"method":"GET","path":"/v1/notifications/{id}","roles":["reader","operator","producer"],"tenant":"optional","throttle":{"rate":100,"burst":200}},
  publishNotifications: {"method":"POST","path":"/v1/notifications","roles":["producer"],"tenant":"optional","throttle":{"rate":500,"burst":1000},"media":["application/json","application/cloudevents+json","application/cloudevents-batch+json","application/x-ndjson"]},
  replayNotification: {"method":"POST","path":"/v1/notifications/{id}/replay","roles":["operator"],"tenant":"optional"},
  addEndpoint: {"method":"POST","path":"/v1/endpoints","roles":["operator"],"tenant":"required"},
  disableEndpoint: {"method":"POST","path":"/v1/endpoints/{id}/disable","roles":["operator"],"tenant":"required"},
  enableEndpoint: {"method":"POST","path":"/v1/endpoints/{id}/enable","roles":["operator"],"tenant":"required"},
  getEndpoint: {"method":"GET","path":"/v1/endpoints/{id}","roles":["reader","operator"],"tenant":"required"},
  listEndpoints: {"method":"GET","path":"/v1/endpoints","roles":["reader","operator"],"tenant":"required"},
  removeEndpoint: {"method":"DELETE","path":"/v1/endpoints/{id}","roles":["operator"],"tenant":"required"},
  rotateEndpoint: {"method":"POST","path":"/v1/endpoints/{id}/rotate","roles":["operator"],"tenant":"required"},
  testEndpoint: {"method":"POST","path":"/v1/endpoints/{id}/test","roles":["operator"],"tenant":"required","throttle":{"rate":5,"burst":10}},
  updateEndpoint: {"method":"PATCH","path":"/v1/endpoints/{id}","roles":["operator"],"tenant":"required"},
  addSuppression: {"method":"POST","path":"/v1/suppressions","roles":["operator"],"tenant":"required"},
  getPreferences: {"method":"GET","path":"/v1/preferences/{address}","roles":["reader","operator"],"tenant":"required"},
  listSuppressions: {"method":"GET","path":"/v1/suppressions","roles":["reader","operator"],"tenant":"required"},
  removeSuppression: {"method":"DELETE","path":"/v1/suppressions/{address}","roles":["operator"],"tenant":"required"},
  setPreferences: {"method":"PUT","path":"/v1/preferences/{address}","roles":["operator"],"tenant":"required"},
  explainNotification: {"method":"POST","path":"/v1/explain","roles":["reader","operator","producer"],"tenant":"optional"},
  getDescription: {"method":"GET","path":"/v1/openapi.json","roles":"everyone","tenant":"none"},
  getHealth: {"method":"GET","path":"/v1/health","roles":"everyone","tenant":"none"},
  listTypes: {"method":"GET","path":"/v1/types","roles":["reader","operator","producer"],"tenant":"none"},
} as const satisfies Readonly<Record<string, RouteRow>>;
