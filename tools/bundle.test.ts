import { channels, functions } from '../handlers';
import { bundleFunction, LEFT_OUT } from './bundle';

const MAX_BYTES = 550_000;

const bundleOf = (name: string) => bundleFunction(`handlers/${name}/index.ts`);

test.each([...channels, ...functions].map(({ name }) => name))(
  'the function of %s is at most 550 kB and holds no compiler of schemas',
  async (name) => {
    const { code, inputs } = await bundleOf(name);
    expect(code.length).toBeLessThanOrEqual(MAX_BYTES);
    expect(
      inputs.filter((path) => /node_modules\/(ajv\/dist\/(?!runtime)|cdktf|constructs|commander)/.test(path)),
    ).toEqual([]);
  },
);

test('every module that is left out is one that the email function would have, so a library that moves it is noticed', async () => {
  const { inputs } = await bundleOf('email');
  expect(LEFT_OUT.filter(({ module }) => !inputs.some((path) => module.test(path)))).toEqual([]);
});
