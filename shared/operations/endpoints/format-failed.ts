import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';

/** Nothing was posted: a delivery of the same event would be rejected. */
export const formatFailed = (id: string, fault: Fault): CodedError =>
  new CodedError(
    'cli.format_failed',
    `the event cannot be put into the format of endpoint '${id}'; a delivery of it would be rejected`,
    'correct the template or choose another format, and update the endpoint',
    [fault],
  );
