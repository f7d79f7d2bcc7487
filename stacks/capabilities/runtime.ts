import type { Naming } from '../constructs/naming';
import { allow, type Statement } from './policies';

/** For every function: write its log, and trace. */
export const runtimeStatements = (naming: Naming, logGroup: string): Statement[] => [
  allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], `${naming.logGroupArn(logGroup)}:*`),
  // X-Ray has no resources to name (Service Authorization Reference, "Actions defined by AWS X-Ray").
  allow('Trace', ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
];
