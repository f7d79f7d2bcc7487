import { quartiles } from '../statistics/quartiles';
import { digits } from './format';
import type { Measured, Result } from './result';

const WIDTH = 720;
const LABEL_WIDTH = 330;
const VALUE_WIDTH = 70;
const ROW = 26;
const BAR = 14;
const TOP = 30;

/** Colours by the reader's scheme. GitHub shows the file as an image, which follows the scheme too. */
const STYLE = `text{font:12px system-ui,sans-serif;fill:#24292f}.ours{fill:#0969da}.other{fill:#8c959f}.whisker{stroke:#24292f;stroke-width:1.5}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.ours{fill:#58a6ff}.other{fill:#6e7681}.whisker{stroke:#e6edf3}}`;

/** Horizontal bars of the medians, with the first and third quartile as whiskers, as the text of an SVG file. */
export function barPlot({ title, unit, better, measured, isSeries = false }: Result): string {
  const rows = measured.map((one) => ({ ...one, ...quartiles(one.samples) }));
  const scale = (WIDTH - LABEL_WIDTH - VALUE_WIDTH) / Math.max(...rows.map(({ q3 }) => q3), Number.MIN_VALUE);
  const height = TOP + rows.length * ROW + 6;
  const heading = escaped(`${unit} (${better} is better)`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}: ${heading}">`,
    `<style>${STYLE}</style>`,
    `<text x="${LABEL_WIDTH}" y="18">${heading}</text>`,
    ...rows.map((row, index) => bar(row, { index, scale, isOurs: isSeries || index === 0 })),
    '</svg>\n',
  ].join('\n');
}

interface Place {
  readonly index: number;
  /** Pixels for one unit. */
  readonly scale: number;
  readonly isOurs: boolean;
}

function bar({ subject, q1, median, q3 }: Measured & ReturnType<typeof quartiles>, place: Place): string {
  const { index, scale, isOurs } = place;
  const middle = TOP + index * ROW + ROW / 2;
  const x = (value: number) => (LABEL_WIDTH + value * scale).toFixed(1);
  const line = (x1: string, x2: string, half: number) =>
    `<line class="whisker" x1="${x1}" x2="${x2}" y1="${middle - half}" y2="${middle + half}"/>`;
  return [
    `<text x="${LABEL_WIDTH - 8}" y="${middle + 4}" text-anchor="end">${escaped(shortened(subject))}</text>`,
    `<rect class="${isOurs ? 'ours' : 'other'}" x="${LABEL_WIDTH}" y="${middle - BAR / 2}" width="${(median * scale).toFixed(1)}" height="${BAR}"/>`,
    ...(q1 === q3 ? [] : [line(x(q1), x(q3), 0), line(x(q1), x(q1), 4), line(x(q3), x(q3), 4)]),
    `<text x="${(LABEL_WIDTH + q3 * scale + 6).toFixed(1)}" y="${middle + 4}">${digits(median)}</text>`,
  ].join('');
}

/** Characters that fit beside a bar. The table below the plot has the whole name. */
const MAX_LABEL = 46;
const shortened = (text: string): string => (text.length <= MAX_LABEL ? text : `${text.slice(0, MAX_LABEL - 1)}…`);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
