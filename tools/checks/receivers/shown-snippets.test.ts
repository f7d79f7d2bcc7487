import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { sign } from '../../../shared/domain/webhook/standard-webhooks';
import { formatSigningKey, publicKeyOf } from '../../../shared/domain/webhook/standard-webhooks-key';
import { prepareSecret } from '../../../shared/domain/webhook/standard-webhooks-secret';

const PAGE = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'verify-webhooks.md'), 'utf8');
const PYTHON = process.env.PYTHON || 'python3';

interface Language {
  /** Language of the fenced block. */
  readonly fence: string;
  readonly file: string;
  /** The snippet as a program that prints `true` or `false` per five arguments: one run for all cases, as compilers are slow. */
  readonly toProgram: (snippet: string) => string;
  readonly command: readonly string[];
  /** Fails where the language or a library of the snippet is not installed. */
  readonly probe: readonly string[];
}

const NODE_MAIN = `for (let args = process.argv.slice(2); args.length > 0; args = args.slice(5))
  console.error(verifies(...args.slice(0, 4), Buffer.from(args[4])));`;
const PYTHON_MAIN = `import sys
for i in range(1, len(sys.argv), 5):
    print(str(verifies(*sys.argv[i:i + 4], sys.argv[i + 4].encode())).lower(), file=sys.stderr)`;
const GO_MAIN = `func main() {
	for a := os.Args[1:]; len(a) > 0; a = a[5:] {
		println(Verifies(a[0], a[1], a[2], a[3], []byte(a[4])))
	}
}`;
const JAVA_MAIN = `final class Main {
    public static void main(String[] args) throws Exception {
        for (int i = 0; i < args.length; i += 5) {
            byte[] body = args[i + 4].getBytes(StandardCharsets.UTF_8);
            System.err.println(Webhooks.verifies(args[i], args[i + 1], args[i + 2], args[i + 3], body));
        }
    }
}`;

const LANGUAGES: readonly Language[] = [
  {
    fence: 'js',
    file: 'verify.mjs',
    command: [process.execPath],
    probe: [process.execPath, '--version'],
    toProgram: (snippet) => `${snippet}\n${NODE_MAIN}\n`,
  },
  {
    fence: 'python',
    file: 'verify.py',
    command: [PYTHON],
    probe: [PYTHON, '-c', 'import cryptography'],
    toProgram: (snippet) => `${snippet}\n${PYTHON_MAIN}\n`,
  },
  {
    fence: 'go',
    file: 'verify.go',
    command: ['go', 'run'],
    probe: ['go', 'version'],
    toProgram: (snippet) =>
      `${snippet.replace('package receiver', 'package main').replace('import (', 'import (\n\t"os"')}\n${GO_MAIN}\n`,
  },
  {
    fence: 'java',
    file: 'Verify.java',
    command: ['java'],
    probe: ['java', '--version'],
    toProgram: (snippet) => snippet.replace('final class Webhooks', `${JAVA_MAIN}\n\nfinal class Webhooks`),
  },
];

const run = ([program = '', ...args]: readonly string[]) => spawnSync(program, args, { encoding: 'utf8' });
const testWhere = (isThere: boolean) => (isThere ? test : test.skip);

const key = formatSigningKey(new Uint8Array(32).fill(1));
const other = formatSigningKey(new Uint8Array(32).fill(2));
const body = '{"name":"Zoë 🎉"}';
const content = { id: '01JDCARILLON', body, timestampSeconds: Math.floor(Date.now() / 1000) };
const signed = sign({ ...content, secrets: [prepareSecret(other), prepareSecret(key)] });
const stale = sign({ ...content, timestampSeconds: content.timestampSeconds - 400, secrets: [prepareSecret(key)] });
/** A valid signature of another content that ends with the same time and body. */
const { timestampSeconds: at } = content;
const dotted = {
  ...sign({ ...content, body: `x.${at}.${body}`, secrets: [prepareSecret(key)] }),
  'webhook-id': `${content.id}.${at}.x`,
};
const argumentsOf = (publicKey: string | undefined, headers: typeof signed, text = body): readonly string[] => [
  publicKey ?? '',
  headers['webhook-id'],
  headers['webhook-timestamp'],
  headers['webhook-signature'],
  text,
];

const CASES: readonly (readonly [expected: boolean, args: readonly string[]])[] = [
  [true, argumentsOf(publicKeyOf(key), signed)],
  [false, argumentsOf(publicKeyOf(key), signed, `${body} `)],
  [false, argumentsOf(publicKeyOf(formatSigningKey(new Uint8Array(32).fill(3))), signed)],
  [false, argumentsOf(publicKeyOf(key), stale)],
  [false, argumentsOf(publicKeyOf(key), dotted)],
  [false, argumentsOf(publicKeyOf(key), { ...signed, 'webhook-id': '' })],
  [false, argumentsOf(publicKeyOf(key), { ...signed, 'webhook-timestamp': '' })],
  [false, argumentsOf(publicKeyOf(key), { ...signed, 'webhook-signature': '' })],
  [false, argumentsOf(publicKeyOf(key), { ...signed, 'webhook-signature': 'v1a,*** v1,AAAA v1a,AAAA' })],
];

describe('what docs/verify-webhooks.md shows to verify v1a', () => {
  for (const { fence, file, toProgram, command, probe } of LANGUAGES) {
    testWhere(run(probe).status === 0)(
      `accepts what our signer makes, and nothing else: ${fence}`,
      () => {
        const [, snippet = ''] = new RegExp(`\`\`\`${fence}\n(.*?)\`\`\``, 's').exec(PAGE) ?? [];
        const path = join(mkdtempSync(join(tmpdir(), 'verify-')), file);
        writeFileSync(path, toProgram(snippet));
        const { stderr } = run([...command, path, ...CASES.flatMap(([, args]) => args)]);
        expect(stderr.trim().split('\n')).toEqual(CASES.map(([expected]) => String(expected)));
      },
      120_000,
    );
  }
});

test('the library on npm refuses a public key, with the words that docs/verify-webhooks.md has', () => {
  const words = 'Base64Coder: incorrect characters for decoding';
  expect(PAGE).toContain(words);
  expect(() => new Webhook(publicKeyOf(key) ?? '')).toThrow(words);
});
