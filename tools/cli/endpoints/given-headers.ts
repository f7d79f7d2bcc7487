import { CodedError, type Fault } from '../../../shared/domain/kit/errors/coded-error';
import type { LineFault } from '../../../shared/domain/kit/errors/line-fault';
import type { EndpointRequest } from '../../../shared/operations/endpoints/new-endpoint';
import { inputName, readInput } from '../input/read-input';
import type { Terminal } from '../terminal';

export interface GivenHeaders {
  readonly headers: EndpointRequest['headers'];
  readonly faults: readonly (Fault | LineFault)[];
}

export interface HeaderOptions {
  /** Each `name: value`. */
  readonly header?: readonly string[];
  /** File of lines `name: value`; `-` for standard input. */
  readonly headersFile?: string;
  readonly secret?: string;
}

/**
 * The headers of `--header`, then those of `--headers-file`: lines of `name: value`, without empty ones. Arguments show
 * in the process list and stay in the shell's history; a file or standard input does not.
 *
 * @throws CodedError `cli.standard_input_twice`; as reading the file does
 */
export async function givenHeaders(options: HeaderOptions, terminal: Terminal): Promise<GivenHeaders> {
  const { header = [], headersFile, secret } = options;
  if (headersFile === '-' && secret === '-') throw standardInputTwice();
  const ofFile = headersFile === undefined ? [] : linesOf(await readInput(headersFile, terminal));
  const given: GivenLine[] = [...header.map((text, index) => ({ text, path: `/header/${index}` })), ...ofFile];
  const malformed = given.filter(({ text }) => !text.includes(':'));
  const isEmpty = headersFile !== undefined && ofFile.length === 0;
  return {
    headers: given.filter(({ text }) => text.includes(':')).map(({ text }) => parseHeader(text)),
    faults: [...(isEmpty ? [noHeader(headersFile)] : []), ...malformed.map(withoutColon)],
  };
}

interface GivenLine {
  readonly text: string;
  readonly path: string;
  readonly line?: number;
}

const linesOf = (content: string): GivenLine[] =>
  content
    .split(/\r?\n/)
    .map((text, index) => ({ text, path: '', line: index + 1 }))
    .filter(({ text }) => text.trim() !== '');

/** Splits at the first colon, as curl does. */
function parseHeader(text: string): readonly [name: string, value: string] {
  const [name = '', ...value] = text.split(':');
  return [name.trim(), value.join(':').trim()];
}

/** Does not repeat the text: it may be a credential whose header name was forgotten. */
const withoutColon = ({ text, ...place }: GivenLine): Fault | LineFault => ({
  code: 'cli.header_malformed',
  message: "a header has no colon, expected 'name: value'",
  ...place,
});

/** An unset variable or a broken pipe: without its credentials the endpoint would refuse every request. */
const noHeader = (file: string): Fault => ({
  code: 'cli.headers_empty',
  path: '/headers-file',
  message: `${inputName(file)} holds no header, expected lines such as 'name: value'; leave --headers-file out for none`,
});

const standardInputTwice = (): CodedError =>
  new CodedError(
    'cli.standard_input_twice',
    '--secret and --headers-file both read standard input',
    'put the headers into a file',
  );
