import { barPlot } from './bar-plot';
import { sentences } from './compare';
import { digits, spreadOf } from './format';
import type { Machine } from './machine';
import { page } from './page';
import type { Result } from './result';
import { jsonOf } from './write-report';

const MACHINE: Machine = {
  cpu: 'a CPU',
  cores: 2,
  memoryGigabytes: 8,
  system: 'Linux 6',
  node: 'v22.0.0',
  versions: { zod: '4.0.0' },
};

const result = (overrides: Partial<Result> = {}): Result => ({
  id: 'row',
  title: 'Row',
  unit: 'CPU-s',
  better: 'less',
  measured: [
    { subject: 'Carillon', samples: [1, 1.1, 1.2] },
    { subject: 'Peer', samples: [2, 2.1, 2.2] },
  ],
  ...overrides,
});

const runOf = (...results: Result[]) => ({
  machine: MACHINE,
  startedAt: '2026-11-30T10:00:00.000Z',
  commit: 'abc1234',
  sections: [{ id: 'row', method: 'How it is measured.', results, seconds: 3 }],
});

describe('a number', () => {
  it('has three significant digits, and all digits before the point', () => {
    expect([12_345.6, 123.4, 12.34, 0.012345, 0].map(digits)).toEqual(['12,346', '123', '12.3', '0.0123', '0']);
  });

  it('has its quartiles where they differ', () => {
    expect([spreadOf([1, 2, 3]), spreadOf([7, 7, 7]), spreadOf([5])]).toEqual(['2 [1.5–2.5]', '7', '5']);
  });
});

describe('ours beside a peer', () => {
  it('is a ratio where the samples support one, and says so where the peer is better', () => {
    const slower = result({ unit: 'per second', better: 'more' });
    const open = result({ unit: 'MB', measured: result().measured.map((one) => ({ ...one, samples: [1, 2, 3] })) });
    expect(sentences([result(), slower, open])).toEqual([
      'Carillon, beside Peer: 0.52 × CPU-s; **the other is better in** per second (0.52 ×); no ratio for MB',
    ]);
  });

  it('is only the ratios where the other is a limit, which is no peer', () => {
    const [ours, peer] = result().measured;
    const limit = { subject: 'limit: a loop', samples: peer?.samples ?? [] };
    const better = result({ better: 'more', unit: 'per second', measured: [ours!, limit] });
    expect(sentences([result({ measured: [ours!, limit] }), better])).toEqual([
      'Carillon, beside the limit: a loop: 0.52 × CPU-s, 0.52 × per second',
    ]);
  });

  it('is no sentence for a series', () => {
    expect(sentences([result({ isSeries: true })])).toEqual([]);
  });
});

describe('the page', () => {
  it('has a table of the results with one title, a plot of the first, and the sentences', () => {
    const text = page(runOf(result(), result({ id: 'row-wall', unit: 'ms' })));
    expect(text.slice(text.indexOf('## Row'), text.indexOf('## Raw'))).toBe(
      [
        '## Row',
        'How it is measured.',
        '![Row: CPU-s](benchmarks/row.svg)',
        '| | CPU-s | ms |\n| --- | ---: | ---: |\n| Carillon | 1.1 [1.05–1.15] | 1.1 [1.05–1.15] |\n| Peer | 2.1 [2.05–2.15] | 2.1 [2.05–2.15] |',
        '- Carillon, beside Peer: 0.52 × CPU-s, 0.52 × ms.',
        '',
      ].join('\n\n'),
    );
    expect(text).toContain('| machine | a CPU, 2 cores, 8 GB, Linux 6 |');
  });

  it('says in short how ours stands beside the best peer and the limit, and in what a peer is better', () => {
    const limit = { subject: 'limit: a loop', samples: [0.1] };
    const other = { subject: 'Other', samples: [3, 3, 3] };
    const slower = result({ unit: 'per second', better: 'more', measured: [...result().measured, other, limit] });
    const text = page(runOf(result({ title: 'First', measured: [...result().measured, limit] }), slower));
    const short = text.slice(text.indexOf('## In short'), text.indexOf('## First'));
    expect(short.split('\n').filter((line) => line.startsWith('| ['))).toEqual([
      '| [First](#first): CPU-s | 1.1 [1.05–1.15] | 2.1 [2.05–2.15] (Peer) | 0.52 × | 0.1 |',
      '| [Row](#row): per second | 1.1 [1.05–1.15] | 3 (Other) | 0.37 × | 0.1 |',
    ]);
    expect(short.split('\n').filter((line) => line.startsWith('- '))).toEqual([
      '- Row, per second: Peer (Carillon has 0.52 × of it)',
      '- Row, per second: Other (Carillon has 0.37 × of it)',
    ]);
  });

  it('has a dash where a subject has no such figure', () => {
    const ours = result({ id: 'row-wall', unit: 'ms', measured: [{ subject: 'Carillon', samples: [5] }] });
    expect(page(runOf(result(), ours))).toContain('| Peer | 2.1 [2.05–2.15] | – |');
  });
});

describe('the plot', () => {
  it('has a bar as long as the median, with whiskers, and escaped names', () => {
    const svg = barPlot(result({ measured: [{ subject: 'a <b> & "c"', samples: [10, 20, 30] }] }));
    expect(svg).toContain('a &lt;b&gt; &amp; &quot;c&quot;</text>');
    // The longest whisker, at 25, ends at 650 of 720 pixels; labels take 330.
    expect(svg).toContain('<rect class="ours" x="330" y="36" width="256.0" height="14"/>');
    expect(svg.match(/class="whisker"/g)).toHaveLength(3);
  });

  it('of one sample has no whiskers', () => {
    expect(barPlot(result({ measured: [{ subject: 'a', samples: [1] }] }))).not.toContain('class="whisker"');
  });
});

it('the samples file has one line for the samples of a subject', () => {
  expect(jsonOf(runOf(result()))).toContain('"samples": [1, 1.1, 1.2]\n');
});
