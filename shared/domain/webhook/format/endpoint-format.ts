import type { Fault } from '../../kit/errors/coded-error';

/** Formats that are made without a template. */
const PLAIN_FORMATS = ['standard', 'cloudevents', 'cloudevents-binary'] as const;
/** Ready templates for receivers that take nothing but their own JSON: `shared/template/presets`. */
export const PRESETS = ['slack', 'teams', 'pagerduty'] as const;
export const FORMAT_NAMES = [...PLAIN_FORMATS, ...PRESETS, 'template'] as const;

export type Preset = (typeof PRESETS)[number];
export type FormatName = (typeof FORMAT_NAMES)[number];

/**
 * What an endpoint receives. The headers of Standard Webhooks are sent in every format, and sign the bytes of its body.
 *
 * - `standard`: the notification as a structured CloudEvent, as `application/json` or the endpoint's `contentType`
 * - `cloudevents`: the same body, as `application/cloudevents+json`
 * - `cloudevents-binary`: `data` alone; the attributes are `ce-…` headers
 * - `slack`, `teams`, `pagerduty`: a preset
 * - `template`: JSON by a Liquid template of the endpoint's own
 */
export type EndpointFormat =
  | { readonly name: Exclude<FormatName, 'template'> }
  | {
      readonly name: 'template';
      /** Liquid, at most `MAX_TEMPLATE_LENGTH` characters. */
      readonly template: string;
    };

export const STANDARD: EndpointFormat = { name: 'standard' };

/**
 * In UTF-16 code units. The template is part of the endpoint's item: reading the index of a tenant's endpoints pays for
 * whole items, so a large template makes each fan-out of the tenant dearer.
 */
export const MAX_TEMPLATE_LENGTH = 8_192;

/** Headers of the endpoint that a preset puts into its body. */
const NEEDED_HEADERS: Readonly<Partial<Record<FormatName, string>>> = { pagerduty: 'x-routing-key' };

/** Formats whose media type the endpoint may choose; that of the others is part of the format. */
export const mayChooseContentType = ({ name }: EndpointFormat): boolean => name === 'standard' || name === 'template';

export interface FormatSettings {
  /** @default `STANDARD` */
  readonly format?: EndpointFormat | undefined;
  readonly contentType?: string | undefined;
  /** Lower-case names of the endpoint's headers. */
  readonly headerNames: readonly string[];
}

/** Faults of the settings of one endpoint that a template engine is not needed for. */
export const formatFaults = ({ format = STANDARD, contentType, headerNames }: FormatSettings): Fault[] =>
  isFormatName(format.name)
    ? [
        ...headerFaults(format.name, headerNames),
        ...(contentType === undefined || mayChooseContentType(format) ? [] : [contentTypeFixed(format.name)]),
        ...(format.name === 'template' ? lengthFaults(format.template) : []),
      ]
    : [unknownFormat(format.name)];

export const isFormatName = (name: string): name is FormatName => (FORMAT_NAMES as readonly string[]).includes(name);

/** A fault if the format needs a header that the endpoint does not have. */
export function headerFaults(name: FormatName, headerNames: readonly string[]): Fault[] {
  const needed = NEEDED_HEADERS[name];
  if (needed === undefined || headerNames.includes(needed)) return [];
  const message = `format ${name} puts the header ${needed} into its body, and the endpoint does not have it; add it`;
  return [{ code: 'webhook.format.header_missing', path: '/headers', message }];
}

export const unknownFormat = (name: string): Fault => ({
  code: 'webhook.format.unknown',
  path: '/format',
  message: `format ${JSON.stringify(name.slice(0, 40))} is not known, expected one of ${FORMAT_NAMES.join(', ')}`,
});

const contentTypeFixed = (name: string): Fault => ({
  code: 'webhook.format.content_type_fixed',
  path: '/content-type',
  message: `format ${name} has a media type of its own; leave the media type out, or choose the format standard or template`,
});

const lengthFaults = ({ length }: string): Fault[] =>
  length <= MAX_TEMPLATE_LENGTH
    ? []
    : [
        {
          code: 'webhook.template.too_long',
          path: '/format',
          message: `the template has ${length} characters, allowed are ${MAX_TEMPLATE_LENGTH}; shorten it`,
        },
      ];
