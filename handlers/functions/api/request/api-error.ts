import { CodedError, type Fault } from '../../../../shared/domain/kit/errors/coded-error';

export type Part = 'body' | 'query' | 'path' | 'header';

/** A fault of the request, and the part of the request that has it. */
export interface PartFault extends Fault {
  readonly in: Part;
  /** Line of the body, from 1, if it is NDJSON. */
  readonly line?: number;
}

export const inPart = (part: Part, faults: readonly Fault[]): PartFault[] =>
  faults.map((fault) => ({ ...fault, in: part }));

/** @param faults every fault of the request */
export const invalidRequest = (faults: readonly PartFault[]): CodedError =>
  new CodedError('api.request_invalid', 'the request is malformed', 'change what the errors name', faults);

/** The same for a tenant that does not exist and for one that is not the caller's, so that nobody can find out which exist. */
export const unknownTenant = (): CodedError =>
  new CodedError('api.tenant_unknown', 'there is no such tenant', 'leave the tenant out, or name your own');
