import { AssertionError, LiquidError, type Template, UndefinedVariableError } from 'liquidjs';
import type { Fault } from '../../shared/domain/coded-error';
import type { MailContent } from '../../shared/domain/mail-template';
import { type OutputKind, templateEngine } from './template-engine';
import { ValueRefused } from './template-filters';

export type TemplateResult =
  | ({ readonly ok: true } & MailContent)
  | { readonly ok: false; readonly faults: readonly Fault[] };

const PARTS = [
  ['subject', 'text'],
  ['text', 'text'],
  ['html', 'html'],
] as const satisfies readonly (readonly [keyof MailContent, OutputKind])[];

type Part = (typeof PARTS)[number][0];

/** Parsing costs more than rendering. The catalogue's templates live as long as the process, so none is ever evicted. */
const parsed = new WeakMap<MailContent, Partial<Record<Part, Template[]>>>();

/** Renders the three parts with the same variables. Lists the faults of all parts, not only of the first. */
export function renderTemplate(content: MailContent, locale: string, variables: object): TemplateResult {
  const output: Record<Part, string> = { subject: '', text: '', html: '' };
  const faults = PARTS.flatMap(([part, kind]) => {
    try {
      const engine = templateEngine(locale, kind);
      output[part] = String(engine.renderSync(parse(content, part, locale, kind), variables));
      return [];
    } catch (error) {
      return [toFault(error, part, locale)];
    }
  });
  return faults.length === 0 ? { ok: true, ...output } : { ok: false, faults: distinct(faults) };
}

function parse(content: MailContent, part: Part, locale: string, kind: OutputKind): Template[] {
  const known = parsed.get(content) ?? {};
  parsed.set(content, known);
  known[part] ??= templateEngine(locale, kind).parse(content[part]);
  return known[part];
}

/** What LiquidJS does not throw itself is a bug of ours and stays an exception. */
function toFault(error: unknown, part: Part, locale: string): Fault {
  if (!(error instanceof AssertionError || LiquidError.is(error))) throw error;
  const cause = (error as { originalError?: unknown }).originalError ?? error;
  const where = `the ${part} template for '${locale}'`;
  if (error instanceof UndefinedVariableError) return variableMissing(cause, where);
  if (cause instanceof ValueRefused) return fault('value_refused', `${where} failed: ${firstLine(error)}`);
  if (/limit exceeded/.test(String(cause))) return fault('limit_exceeded', `${where} failed: ${firstLine(error)}`);
  return fault('invalid', `${where} failed: ${firstLine(error)}`);
}

function variableMissing(cause: unknown, where: string): Fault {
  const name = String((cause as { variableName?: unknown }).variableName);
  const path = name.split('.').map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1'));
  if (path[0] === 'notification') path.shift();
  const message = `${where} needs the variable '${name}', which the notification does not have; add it, or make it optional with if or default`;
  return { code: 'email.template.variable_missing', path: `/${path.join('/')}`, message };
}

const fault = (kind: string, message: string): Fault => ({ code: `email.template.${kind}`, path: '', message });
const firstLine = (error: Error): string => error.message.split('\n', 1)[0] ?? '';
const distinct = (faults: readonly Fault[]): Fault[] =>
  faults.filter(
    ({ code, path }, n) => path === '' || n === faults.findIndex((f) => f.code === code && f.path === path),
  );
