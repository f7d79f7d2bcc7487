import { AssertionError, LiquidError, type Template } from 'liquidjs';
import type { Fault } from '../../domain/kit/errors/coded-error';
import { pointer } from '../../domain/kit/json/json-pointer';
import type { MailContent } from '../../domain/mail/mail-template';
import { htmlToText } from './html-to-text';
import { faultsWithin, missingName, missingVariables } from './missing-variables';
import { type OutputKind, templateEngine } from './template-engine';
import { ValueRefused } from './template-filters';

export type RenderedContent = Readonly<Required<MailContent>>;

export type TemplateResult =
  | ({ readonly ok: true } & RenderedContent)
  | { readonly ok: false; readonly faults: readonly Fault[] };

type Part = keyof MailContent;

const KINDS = { subject: 'text', text: 'text', html: 'html' } as const satisfies Record<Part, OutputKind>;
const PARTS = Object.keys(KINDS) as Part[];

/** Cache of parsed templates, never evicted: the catalogue's templates live as long as the process. */
const parsed = new WeakMap<MailContent, Partial<Record<Part, Template[]>>>();

/**
 * Renders all parts with the same variables. A template without text gets the HTML converted to text. Reports the faults of
 * all parts, not only the first.
 */
export function renderTemplate(content: MailContent, locale: string, variables: object): TemplateResult {
  const output: Partial<Record<Part, string>> = {};
  const faults = PARTS.flatMap((part) => {
    const source = content[part];
    if (source === undefined) return [];
    const render = (values: object) => renderPart(content, part, source, locale, values);
    try {
      output[part] = render(variables);
      return [];
    } catch (error) {
      return toFaults(error, `the ${part} template for '${locale}'`, () => missingVariables(render, variables));
    }
  });
  if (faults.length > 0) return { ok: false, faults: distinct(faults) };
  const { subject = '', html = '', text = htmlToText(html) } = output;
  return { ok: true, subject, text, html };
}

function renderPart(content: MailContent, part: Part, source: string, locale: string, variables: object): string {
  const engine = templateEngine(locale, KINDS[part]);
  const known = parsed.get(content) ?? {};
  parsed.set(content, known);
  known[part] ??= engine.parse(source);
  return String(engine.renderSync(known[part], variables));
}

function toFaults(error: unknown, where: string, allMissing: () => readonly string[]): Fault[] {
  const within = faultsWithin(error);
  const others = within.filter((fault) => missingName(fault) === undefined).map((fault) => toFault(fault, where));
  const missing = others.length < within.length ? allMissing() : [];
  return [...missing.map((name) => variableMissing(name, where)), ...others];
}

/** Rethrows errors that are not LiquidJS's own: they are bugs. */
function toFault(error: unknown, where: string): Fault {
  if (!(error instanceof AssertionError || LiquidError.is(error))) throw error;
  const cause = (error as { originalError?: unknown }).originalError ?? error;
  if (cause instanceof ValueRefused) return fault('value_refused', `${where} failed: ${firstLine(error)}`);
  if (/limit exceeded/.test(String(cause))) return fault('limit_exceeded', `${where} failed: ${firstLine(error)}`);
  return fault('invalid', `${where} failed: ${firstLine(error)}`);
}

function variableMissing(name: string, where: string): Fault {
  const keys = name.split('.');
  if (keys[0] === 'notification') keys.shift();
  const message = `${where} needs the variable '${name}', which the notification does not have; add it, or make it optional with if or default`;
  return { code: 'email.template.variable_missing', path: keys.reduce(pointer, ''), message };
}

const fault = (kind: string, message: string): Fault => ({ code: `email.template.${kind}`, path: '', message });
const firstLine = (error: Error): string => error.message.split('\n', 1)[0] ?? '';
const isSame = (one: Fault, other: Fault): boolean =>
  one.code === other.code && one.path === other.path && (one.path !== '' || one.message === other.message);
const distinct = (faults: readonly Fault[]): Fault[] =>
  faults.filter((fault, n) => n === faults.findIndex((other) => isSame(fault, other)));
