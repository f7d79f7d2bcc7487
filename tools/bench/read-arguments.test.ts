import { readArguments } from './read-arguments';
import type { Benchmark } from './report/result';
import { selected } from './select';

const benchmark = (id: string, isOptional = false): Benchmark => ({ id, method: '', isOptional, async *measure() {} });
const ALL = [benchmark('webhook-http'), benchmark('webhook-tls'), benchmark('audit-10'), benchmark('calls', true)];
const ids = (only: string[]) => selected(ALL, only).map(({ id }) => id);

describe('the arguments of the benchmark', () => {
  it('select by prefixes, and name the files and sizes', () => {
    expect(readArguments(['--only', 'webhook,audit', '--json', '-', '--memory', '128,512'])).toEqual({
      only: ['webhook', 'audit'],
      json: '-',
      isWritten: false,
      isListed: false,
      memorySizes: [128, 512],
    });
  });

  it('have defaults, and none of them for --help', () => {
    expect(readArguments([])).toMatchObject({ only: [], isWritten: false, memorySizes: [128, 256, 512, 1024, 1769] });
    expect(readArguments(['--help'])).toBeUndefined();
  });

  it.each([
    [['--memory', '64']],
    [['--memory', '']],
    [['--memory', '2048']],
    [['--deliveries']],
    [['--write', '--only', 'sign']],
  ])('refuse %j', (args) => {
    expect(() => readArguments(args)).toThrow(expect.objectContaining({ code: 'local.arguments' }));
  });
});

describe('the selection', () => {
  it('is all but the optional benchmarks, or those that a prefix names', () => {
    expect(ids([])).toEqual(['webhook-http', 'webhook-tls', 'audit-10']);
    expect(ids(['calls', 'webhook'])).toEqual(['webhook-http', 'webhook-tls', 'calls']);
  });

  it('refuses a prefix that no benchmark has', () => {
    expect(() => ids(['webhok'])).toThrow('no benchmark begins with webhok');
  });
});
