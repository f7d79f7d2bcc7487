import { AssertionError, Context, LiquidError, type Template, toValueSync } from 'liquidjs';
import { lruCache } from '../domain/kit/cache/lru-cache';
import type { Fault } from '../domain/kit/errors/coded-error';
import { readJson } from '../domain/kit/json/json';
import type { Rendered, TemplateSource, Unformatted } from '../domain/webhook/format/format-event';
import type { TemplateVariables } from '../domain/webhook/format/template-variables';
import { ValueRefused } from '../mail/render/template-filters';
import { JsonEmitter } from './json-emitter';
import { presets } from './presets';
import { templateEngine } from './template-engine';
import { TemplateFault } from './template-fault';

/** In UTF-16 code units, like the largest notification. */
const MAX_OUTPUT_LENGTH = 262_144;

/** Parsed templates by text. */
const parsed = lruCache<string, Template[]>(64);

/**
 * Renders a template or a preset to a JSON text. Every fault is a result: a template that fails must not come back as a
 * poison message. Only the time limit is transient, since it depends on how busy the function is.
 */
export function renderTemplate(source: TemplateSource, variables: TemplateVariables): Rendered {
  try {
    const text = rendered('preset' in source ? presets[source.preset] : source.template, variables);
    return readJson(text) === undefined ? refused(notJson(text)) : { ok: true, text };
  } catch (error) {
    return refused(toFault(error), isTimeLimit(error));
  }
}

function rendered(template: string, variables: TemplateVariables): string {
  const context = new Context(variables, templateEngine.options, { sync: true }, { liquid: templateEngine });
  const emitter = new JsonEmitter(MAX_OUTPUT_LENGTH);
  toValueSync(templateEngine.renderer.renderTemplates(parse(template), context, emitter));
  return emitter.buffer.trim();
}

function parse(template: string): Template[] {
  const known = parsed.get(template) ?? templateEngine.parse(template);
  parsed.set(template, known);
  return known;
}

const refused = (fault: Fault, isTransient = false): Unformatted => ({ ok: false, fault, isTransient });

/** LiquidJS's message of its limiter of time. */
const isTimeLimit = (error: unknown): boolean => /^template render limit exceeded/.test(String(causeOf(error).message));

/** Rethrows errors that are neither LiquidJS's nor ours: they are bugs. */
function toFault(error: unknown): Fault {
  const cause = causeOf(error);
  if (cause instanceof TemplateFault) return fault(cause.code, firstLine(error));
  if (cause instanceof ValueRefused) return fault('webhook.template.value_refused', firstLine(error));
  if (!(cause instanceof AssertionError || LiquidError.is(error))) throw error;
  const isLimit = /limit exceeded/.test(String(cause.message));
  return fault(isLimit ? 'webhook.template.limit_exceeded' : 'webhook.template.invalid', firstLine(error));
}

const causeOf = (error: unknown): Error => (error as { originalError?: Error }).originalError ?? (error as Error);

/** The message with line and column, without the lines of the template that LiquidJS adds. */
const firstLine = (error: unknown): string => (error as Error).message.split('\n', 1)[0] ?? '';

const fault = (code: string, message: string): Fault => ({
  code,
  path: '/format',
  message: `the template failed: ${message}`,
});

/** Names the place and not the text, which may be personal: the message is stored in the ledger. */
const notJson = (text: string): Fault =>
  fault('webhook.template.not_json', `what it rendered is not JSON${placeOf(text)}`);

function placeOf(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    const [, position] = /at position (\d+)/.exec(String(error)) ?? [];
    if (position === undefined) return '';
    const before = text.slice(0, Number(position)).split('\n');
    return `, line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} of the output`;
  }
}
