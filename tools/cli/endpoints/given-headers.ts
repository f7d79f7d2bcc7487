import { CodedError, type Fault } from '../../../shared/domain/coded-error';
import type { LineFault } from '../describe-failure';
import { readInput } from '../input/read-input';
import type { AddOptions } from '../options';
import type { Terminal } from '../terminal';
import type { EndpointRequest } from './new-endpoint';

export interface GivenHeaders {
  readonly headers: EndpointRequest['headers'];
  readonly faults: readonly (Fault | LineFault)[];
}

type HeaderOptions = Pick<AddOptions, 'header' | 'headersFile' | 'secret'>;

/**
 * The headers of `--header`, then those of `--headers-file`: lines of `name: value`, empty ones left out. Arguments are
 * shown to everybody by the process list and kept by the shell's history; a file or standard input is not.
 *
 * @throws CodedError `cli.standard_input_twice`; as reading the file does
 */
export async function givenHeaders(options: HeaderOptions, terminal: Terminal): Promise<GivenHeaders> {
  const { header = [], headersFile, secret } = options;
  if (headersFile === '-' && secret === '-') throw standardInputTwice();
  const lines = headersFile === undefined ? [] : (await readInput(headersFile, terminal)).split(/\r?\n/);
  const given = [
    ...header.map((text, index) => ({ text, place: { path: `/header/${index}` } })),
    ...lines.map((text, index) => ({ text, place: { path: '', line: index + 1 } })),
  ].filter(({ text, place }) => !('line' in place) || text.trim() !== '');
  return {
    headers: given.filter(({ text }) => text.includes(':')).map(({ text }) => parseHeader(text)),
    faults: given.filter(({ text }) => !text.includes(':')).map(({ place }) => ({ ...WITHOUT_COLON, ...place })),
  };
}

/** As curl takes it. */
function parseHeader(text: string): readonly [name: string, value: string] {
  const [name = '', ...value] = text.split(':');
  return [name.trim(), value.join(':').trim()];
}

/** The text is not repeated: it may be a credential whose name was forgotten. */
const WITHOUT_COLON = { code: 'cli.header_malformed', message: "a header has no colon, expected 'name: value'" };

const standardInputTwice = (): CodedError =>
  new CodedError(
    'cli.standard_input_twice',
    '--secret and --headers-file both read standard input',
    'put the headers into a file',
  );
