import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { catalogueChanges, describeChange, isBreaking, type Schemas } from './catalogue-changes';

export interface AcceptOptions {
  /** Types whose breaking changes are accepted, because nobody sends or receives them yet. */
  readonly breaking: readonly string[];
}

/**
 * The schemas to release: those of the catalogue.
 *
 * @throws CodedError `catalogue.schema.breaking` if a change breaks somebody, and is not accepted
 */
export function accepted(released: Schemas, present: Schemas, { breaking }: AcceptOptions): Schemas {
  const refused = catalogueChanges(released, present).filter(
    (change) => isBreaking(change) && !breaking.includes(change.type),
  );
  if (refused.length === 0) return present;
  throw new CodedError(
    'catalogue.schema.breaking',
    `changes of the catalogue break producers or receivers:\n${refused.flatMap(describeChange).join('\n')}`,
    'leave the released type as it is, and add the new data as a type of its own, such as order.shipped.v2; or, if nobody sends or receives the type yet, --accept-breaking <type>',
  );
}
