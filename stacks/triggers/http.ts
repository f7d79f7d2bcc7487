import { FunctionAlarms } from '../constructs/alarm';
import { HttpApi } from './http-api';
import type { TriggerKind } from './trigger-kind';

/** Routes of an HTTP API. API Gateway has a permission of its own to invoke the function, which needs nothing itself. */
export const http: TriggerKind<'http'> = {
  needs: () => ({ statements: [], variables: {} }),
  bind: (scope, { trigger, lambda, ...props }) => {
    new HttpApi(scope, 'http', { ...props, routes: trigger.routes, function: lambda.function });
    new FunctionAlarms(scope, 'alarms', props);
  },
};
