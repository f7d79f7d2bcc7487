import { catalogue } from '../../catalogue';
import type { Fault } from '../../domain/kit/errors/coded-error';
import { webhookBody } from '../../domain/notification/routing';
import { wantsType } from '../../domain/webhook/endpoint-types';
import {
  type EndpointFormat,
  formatFaults,
  mayChooseContentType,
  STANDARD,
} from '../../domain/webhook/format/endpoint-format';
import { formatEvent } from '../../domain/webhook/format/format-event';
import type { Endpoint, EndpointChange } from '../../ports/endpoints';
import { renderTemplate } from '../../template/render-template';
import type { EndpointRequest } from './new-endpoint';
import { testEvent } from './test-event';

type Settings = Pick<EndpointRequest, 'tenant' | 'types' | 'headers' | 'format' | 'contentType'>;

/**
 * Faults of the format of a new endpoint. A template is tried with the test event and with the catalogue's examples of the
 * types that the endpoint wants: a delivery that it fails for would be rejected.
 */
export function newFormatFaults({ headers, ...settings }: Settings): Fault[] {
  const headerNames = headers.map(([name]) => name.toLowerCase());
  const faults = formatFaults({ ...settings, headerNames });
  return faults.length > 0 ? faults : trialFaults({ ...settings, headerNames });
}

/** The part of an update that concerns the format. */
type Update = Partial<Pick<EndpointRequest, 'types' | 'headers' | 'format' | 'contentType'>>;

/** Faults of the format of an endpoint after an update that changes its format, or what the format depends on. */
export function updatedFormatFaults(endpoint: Endpoint, update: Update): Fault[] {
  const { format, contentType, headers } = update;
  if (format === undefined && contentType === undefined && headers === undefined) return [];
  const before = headers ?? (endpoint.headers?.names ?? []).map((name) => [name, ''] as const);
  const { tenant, types } = { ...endpoint, ...update };
  const merged = { ...endpoint, ...update, contentType: contentTypeAfter(endpoint, update), tenant, types };
  return newFormatFaults({ ...merged, headers: before } as Settings);
}

/** A media type that was chosen for another format is dropped with it. */
function contentTypeAfter(endpoint: Endpoint, { format = endpoint.format ?? STANDARD, contentType }: Update) {
  if (contentType !== undefined) return contentType;
  return mayChooseContentType(format) ? endpoint.contentType : undefined;
}

/** The changed members of the item: `standard` is stored by leaving the format out. */
export function formatChange(endpoint: Endpoint, update: Update): Pick<EndpointChange, 'format' | 'contentType'> {
  const { format } = update;
  if (format === undefined) return {};
  const isDropped = endpoint.contentType !== undefined && contentTypeAfter(endpoint, update) === undefined;
  return { format: storedFormat(format), ...(isDropped && { contentType: undefined }) };
}

export const storedFormat = (format: EndpointFormat): EndpointFormat | undefined =>
  format.name === 'standard' ? undefined : format;

interface Trial extends Pick<Settings, 'tenant' | 'types' | 'format' | 'contentType'> {
  readonly headerNames: readonly string[];
}

/** Each distinct fault once, with the type whose example shows it. */
function trialFaults({ tenant, types, headerNames, format, contentType }: Trial): Fault[] {
  const headers = Object.fromEntries(headerNames.map((name) => [name, PLACEHOLDER]));
  const found = new Map<string, Fault>();
  for (const event of examplesOf(tenant, types)) {
    const formatted = formatEvent({ body: webhookBody(event), headers, format, contentType }, renderTemplate);
    if (formatted.ok || found.has(formatted.fault.message)) continue;
    const { fault } = formatted;
    found.set(fault.message, { ...fault, message: `${fault.message} (with the example of ${event.type})` });
  }
  return [...found.values()];
}

const PLACEHOLDER = 'x'.repeat(32);

const examplesOf = (tenant: string, patterns: readonly string[]) => {
  const event = testEvent(tenant, 'ep_example', new Date(0));
  const wanted = catalogue.filter(({ type }) => wantsType(patterns, type));
  return [event, ...wanted.map(({ type, severity, example }) => ({ ...event, type, severity, data: example }))];
};
