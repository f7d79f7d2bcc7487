import { API_URL } from '../constructs/naming';
import type { Grants } from './grant';

export const apiGatewayGrants: Grants<'unsubscribe:link' | 'api:tokens'> = {
  'unsubscribe:link': () => ({ statements: [], variables: { UNSUBSCRIBE_URL: API_URL } }),
  'api:tokens': ({ environment: { issuer } }) => ({
    statements: [],
    variables: { TENANT_CLAIM: issuer?.tenantClaim ?? 'tenant', ROLE_CLAIM: issuer?.roleClaim ?? 'role' },
  }),
};
