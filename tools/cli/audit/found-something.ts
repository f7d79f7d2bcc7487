import { CodedError } from '../../../shared/domain/kit/errors/coded-error';

/** The error to throw after printing findings, so that the exit code is 1. */
export const foundSomething = (count: number): CodedError =>
  new CodedError(
    'cli.audit_findings',
    `the audit found ${count} thing${count === 1 ? '' : 's'} that should not be there`,
    'docs/runbook.md, "What an audit finds", says what each means; change nothing before you have a copy of the table',
  );
