import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { channels, functions } from '../../handlers';
import { bundleAll, bundleFunction, entryOf, LEFT_OUT, requireEntries, zipFunction } from './bundle';

const MAX_BYTES = 325_000;
/** It has both the client of S3 and the catalogue, and nobody waits for its cold start. */
const MAX_BYTES_OF: Readonly<Record<string, number>> = { ingest: 500_000 };

const bundleOf = (name: string) => bundleFunction(entryOf(name));

test.each([...channels, ...functions].map(({ name }) => name))(
  'the function of %s is small, mostly at most 325 kB, and holds no compiler of schemas',
  async (name) => {
    const { code, inputs } = await bundleOf(name);
    expect(code.length).toBeLessThanOrEqual(MAX_BYTES_OF[name] ?? MAX_BYTES);
    expect(
      inputs.filter((path) => /node_modules\/(ajv\/dist\/(?!runtime)|cdktf|constructs|commander)/.test(path)),
    ).toEqual([]);
  },
);

test('clients of AWS are our own, but for S3', async () => {
  const bundles = await Promise.all([...channels, ...functions].map(({ name }) => bundleOf(name)));
  const clients = bundles.flatMap(({ inputs }) =>
    inputs.flatMap((path) => /@aws-sdk\/(client-\w+)/.exec(path)?.[1] ?? []),
  );
  expect([...new Set(clients)]).toEqual(['client-s3']);
});

test('code for attachments only is a lazy file of the email function, and S3 is nowhere else', async () => {
  const { inputs, lazy } = await bundleOf('email');
  expect(inputs.filter((path) => path.includes('client-s3'))).toEqual([]);
  expect(Object.keys(lazy)).toEqual(['attachment-store.lazy.js']);
  const files = unzipSync(zipFunction(Buffer.from('code'), lazy));
  expect(Object.keys(files)).toEqual(['index.js', 'attachment-store.lazy.js']);
});

test('the template engine is a lazy file of the webhook function, which most deliveries do without', async () => {
  const { inputs, lazy } = await bundleOf('webhook');
  expect(inputs.filter((path) => /liquidjs|shared\/(template|mail)\//.test(path))).toEqual([]);
  expect(Object.keys(lazy)).toEqual(['render-template.lazy.js']);
});

test('every lazy file is found beside the code of its function, and is wanted by it', async () => {
  const wanted = await Promise.all(
    [...channels, ...functions].map(async ({ name }) => {
      const { code, lazy } = await bundleOf(name);
      const required = [
        ...Buffer.from(code)
          .toString()
          .matchAll(/require\("([^"]*\.lazy)"\)/g),
      ];
      return [
        required.map(([, path]) => `${path}.js`).toSorted(),
        Object.keys(lazy)
          .map((file) => `./${file}`)
          .toSorted(),
      ];
    }),
  );
  expect(wanted.map(([required]) => required)).toEqual(wanted.map(([, lazy]) => lazy));
  expect(wanted.flat(2)).toContain('./types.lazy.js');
});

test('functions would contain every left-out module, so that a library which moves one is noticed', async () => {
  const inputs = (await Promise.all(['email', 'audit-anchor'].map(bundleOf))).flatMap((bundle) => bundle.inputs);
  expect(LEFT_OUT.filter(({ module }) => !inputs.some((path) => module.test(path)))).toEqual([]);
});

test('entry points that do not exist are refused, all at once', () => {
  const refused = expect.objectContaining({
    code: 'stack.bundle.entry_missing',
    message: 'there is no handlers/channels/chat/index.ts, no handlers/channels/pager/index.ts',
  });
  expect(() => requireEntries(['chat', 'email', 'pager'].map(entryOf))).toThrow(refused);
});

test('a folder of bundles has those of the registry, without bundles of removed functions', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  writeFileSync(join(folder, 'sms.zip'), 'of a channel that was removed');
  await bundleAll(folder);
  expect(readdirSync(folder)).toEqual([...channels, ...functions].map(({ name }) => `${name}.zip`).toSorted());
  rmSync(folder, { recursive: true });
});
