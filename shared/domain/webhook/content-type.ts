import type { Fault } from '../kit/errors/coded-error';

export const DEFAULT_CONTENT_TYPE = 'application/json; charset=utf-8';

/** `application/json`, or a type whose suffix says that it is JSON (RFC 6839); the only parameter names its charset. */
const JSON_IN_UTF_8 = /^application\/(json|[a-z0-9][a-z0-9.-]{0,63}\+json)(; ?charset=utf-8)?$/i;

/** Faults of a webhook's media type: its body is JSON in UTF-8, so no other type is allowed. */
export const contentTypeFaults = (text: string): Fault[] =>
  JSON_IN_UTF_8.test(text) ? [] : [malformed(text.slice(0, 100))];

const malformed = (text: string): Fault => ({
  code: 'webhook.content_type.malformed',
  path: '/content-type',
  message: `the media type is ${JSON.stringify(text)}, expected application/json or one that ends in +json, such as application/cloudevents+json, with no parameter but charset=utf-8`,
});
