import type { Fault } from '../../kit/errors/coded-error';
import { readJson } from '../../kit/json/json';
import { DEFAULT_CONTENT_TYPE } from '../content-type';
import { binaryMode } from './binary-mode';
import {
  type EndpointFormat,
  headerFaults,
  isFormatName,
  type Preset,
  STANDARD,
  unknownFormat,
} from './endpoint-format';
import type { FormattedRequest } from './formatted-request';
import { type TemplateVariables, templateVariables } from './template-variables';

export type Formatted = ({ readonly ok: true } & FormattedRequest) | Unformatted;

export interface Unformatted {
  readonly ok: false;
  readonly fault: Fault;
  /** True if another attempt may succeed, because the fault depends on the function and not on event and format. */
  readonly isTransient: boolean;
}

/** A template of an endpoint's own, or a preset. */
export type TemplateSource = { readonly template: string } | { readonly preset: Preset };

export type Rendered = { readonly ok: true; readonly text: string } | Unformatted;

/** Renders JSON. A pure function: no clock, no randomness, no files. */
export type RenderTemplate = (source: TemplateSource, variables: TemplateVariables) => Rendered;

export interface FormatInput {
  /** The JSON text of the event, as it was made when its deliveries were created. */
  readonly body: string;
  /** The endpoint's own headers by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly format?: EndpointFormat | undefined;
  /** @default that of the format */
  readonly contentType?: string | undefined;
}

/**
 * The request of an event in the endpoint's format. Depends on nothing but its input, so that every attempt in the same
 * format sends the same bytes (ADR 0031).
 */
export function formatEvent(input: FormatInput, render: RenderTemplate): Formatted {
  const { format = STANDARD, body, headers, contentType = DEFAULT_CONTENT_TYPE } = input;
  switch (format.name) {
    case 'standard':
      return { ok: true, headers: { 'content-type': contentType }, body };
    case 'cloudevents':
      return { ok: true, headers: { 'content-type': CLOUDEVENTS_JSON }, body };
    case 'cloudevents-binary':
      return withinLimit(binaryMode(eventOf(body)));
    default: {
      // An older function meets a format of a newer `carillon`: after the next deployment it knows it.
      if (!isFormatName(format.name)) return { ok: false, fault: unknownFormat(format.name), isTransient: true };
      const [fault] = headerFaults(format.name, Object.keys(headers));
      if (fault) return { ok: false, fault, isTransient: false };
      const source = format.name === 'template' ? format : { preset: format.name };
      const rendered = render(source, templateVariables(eventOf(body), headers));
      return rendered.ok ? { ok: true, headers: { 'content-type': contentType }, body: rendered.text } : rendered;
    }
  }
}

const CLOUDEVENTS_JSON = 'application/cloudevents+json; charset=utf-8';

const eventOf = (body: string): Readonly<Record<string, unknown>> => Object(readJson(body));

/** In characters of names and values. Common servers refuse requests with more than 8 or 16 KB of headers. */
export const MAX_BINARY_HEADERS_LENGTH = 8_192;

function withinLimit(request: FormattedRequest): Formatted {
  const length = Object.entries(request.headers).flat().join('').length;
  if (length <= MAX_BINARY_HEADERS_LENGTH) return { ok: true, ...request };
  const message = `the attributes take ${length} characters as headers, allowed are ${MAX_BINARY_HEADERS_LENGTH}; choose the format cloudevents for this endpoint`;
  return { ok: false, fault: { code: 'webhook.format.headers_too_large', path: '', message }, isTransient: false };
}
