import { catalogue } from '../../../shared/catalogue';
import type { DataValidator } from '../../../shared/catalogue/data-validator';
import type { TypeDefinition } from '../../../shared/catalogue/define-type';
import { validators } from '../../../shared/catalogue/validators.generated';
import { staleCatalogue } from '../../build/catalogue/stale-catalogue';

type Generated = ReadonlyMap<string, Pick<DataValidator, 'schema'>>;

/**
 * Refuses stale validators: those of an older catalogue would report a new type as unknown. Compares schemas only; to
 * generate the validators and compare those would cost 0.2 s a command.
 *
 * @throws CodedError `catalogue.generated.stale`
 */
export function requireCurrentValidators(
  definitions: readonly TypeDefinition[] = catalogue,
  generated: Generated = validators,
): void {
  const types = differing(definitions, generated);
  if (types.length > 0) throw staleCatalogue(types.join(', '));
}

/** Types that are new, removed, or have another schema. */
function differing(definitions: readonly TypeDefinition[], generated: Generated): string[] {
  const known = new Set(definitions.map(({ type }) => type));
  const changed = definitions.filter(
    ({ type, data }) => JSON.stringify(data) !== JSON.stringify(generated.get(type)?.schema),
  );
  return [...changed.map(({ type }) => type), ...[...generated.keys()].filter((type) => !known.has(type))];
}
