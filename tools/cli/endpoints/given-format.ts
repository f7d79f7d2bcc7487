import type { Command } from 'commander';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { type EndpointFormat, FORMAT_NAMES } from '../../../shared/domain/webhook/format/endpoint-format';
import { readInput } from '../input/read-input';
import type { Terminal } from '../terminal';

export interface FormatOptions {
  /** One of `FORMAT_NAMES`. */
  readonly format?: string;
  /** Path of a Liquid template. */
  readonly template?: string;
  /** Media type of the body. */
  readonly contentType?: string;
}

/** Adds the options that say what an endpoint receives. */
export const formatOptions = (command: Command, isDefault: string): Command =>
  command
    .option('--format <format>', `what it receives: ${FORMAT_NAMES.join(', ')}${isDefault}`)
    .option('--template <path>', 'file of a Liquid template for JSON, for the format template; docs/webhook-formats.md')
    .option(
      '--content-type <type>',
      'media type of the body, for the formats standard and template, such as application/vnd.acme+json',
    );

/**
 * The format that the options name; empty if they name none. Its faults are found with those of the endpoint.
 *
 * @throws CodedError `cli.template_missing`, `cli.template_unused`; as reading the file does
 */
export async function givenFormat(
  { format, template, contentType }: FormatOptions,
  terminal: Terminal,
): Promise<{ readonly format?: EndpointFormat; readonly contentType?: string }> {
  const given = await formatOf(format ?? (template === undefined ? undefined : 'template'), template, terminal);
  return { ...(given && { format: given }), ...(contentType !== undefined && { contentType }) };
}

async function formatOf(
  name: string | undefined,
  template: string | undefined,
  terminal: Terminal,
): Promise<EndpointFormat | undefined> {
  if (name !== 'template') {
    if (template !== undefined) throw templateUnused(name ?? '');
    return name === undefined ? undefined : ({ name } as EndpointFormat);
  }
  if (template === undefined) throw templateMissing();
  return { name, template: await readInput(template, terminal) };
}

const templateMissing = (): CodedError =>
  new CodedError('cli.template_missing', 'the format template needs a template', 'name its file with --template');

const templateUnused = (format: string): CodedError =>
  new CodedError(
    'cli.template_unused',
    `the format ${JSON.stringify(format.slice(0, 40))} takes no template of one's own`,
    'leave --template out, or choose --format template',
  );
