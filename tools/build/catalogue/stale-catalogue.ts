import { CodedError } from '../../../shared/domain/kit/errors/coded-error';

/** @param what differs: files, or types */
export const staleCatalogue = (what: string): CodedError =>
  new CodedError(
    'catalogue.generated.stale',
    `not what the catalogue comes to now: ${what}; functions would check data by an older catalogue`,
    'npm run generate',
  );
