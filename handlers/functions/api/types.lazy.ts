import { catalogue } from '../../../shared/catalogue';
import { TRANSACTIONAL } from '../../../shared/catalogue/categories';
import type { TypeDefinition } from '../../../shared/catalogue/define-type';

const types: readonly TypeDefinition[] = catalogue;

/** The types of the catalogue for readers: a file of its own, because it holds every mail template. */
export const typeDocuments = types
  .map(({ type, description, severity, channels, category = TRANSACTIONAL, data, example }) => ({
    type,
    description,
    severity,
    channels,
    category,
    schema: data,
    example,
  }))
  .toSorted((one, other) => (one.type < other.type ? -1 : 1));
