import type { EndpointFormat, FormatName } from '../../../../shared/domain/webhook/format/endpoint-format';

/** A format as the API spells it: a name, or a template. */
type GivenFormat = Exclude<FormatName, 'template'> | { readonly template: string };

export const formatOf = (given: GivenFormat | undefined): { readonly format?: EndpointFormat } =>
  given === undefined
    ? {}
    : { format: typeof given === 'string' ? { name: given } : { name: 'template', template: given.template } };
