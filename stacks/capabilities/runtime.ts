import type { Naming } from '../constructs/naming';
import { allow, type Statement } from './policies';

/** Statements of every function: write its log and its X-Ray traces. */
export const runtimeStatements = (naming: Naming, logGroup: string): Statement[] => [
  allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], `${naming.logGroupArn(logGroup)}:*`),
  // These X-Ray actions have no resource types (Service Authorization Reference, "Actions defined by AWS X-Ray").
  allow('Trace', ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
];
