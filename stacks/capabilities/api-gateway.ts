import { UNSUBSCRIBE_URL } from '../constructs/naming';
import type { Grants } from './grant';

export const apiGatewayGrants: Grants<'unsubscribe:link'> = {
  'unsubscribe:link': () => ({ statements: [], variables: { UNSUBSCRIBE_URL } }),
};
