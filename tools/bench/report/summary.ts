import { median, ratio } from '../statistics/quartiles';
import { best, comparisonsOf, isLimit, times } from './compare';
import { spreadOf } from './format';
import type { Measured, Result } from './result';

/** One line for each table that compares: ours, the best peer, and the limit. */
export function summary(tables: readonly (readonly Result[])[]): string {
  const lines = tables.flatMap(([first]) => (first === undefined || first.isSeries ? [] : lineOf(first)));
  return ['| what | Carillon | best peer | ratio | limit |', '| --- | ---: | ---: | ---: | ---: |', ...lines].join(
    '\n',
  );
}

function lineOf({ title, unit, better, measured }: Result): string[] {
  const [ours, ...others] = measured;
  if (ours === undefined || others.length === 0) return [];
  const medianOf = ({ samples }: Measured) => median(samples);
  const peer = best(
    others.filter(({ subject }) => !isLimit(subject)),
    better,
    medianOf,
  );
  const limit = best(
    others.filter(({ subject }) => isLimit(subject)),
    better,
    medianOf,
  );
  const factor = peer && ratio(ours.samples, peer.samples);
  const cells = [
    `[${title}](#${anchorOf(title)}): ${unit}`,
    spreadOf(ours.samples),
    peer ? `${spreadOf(peer.samples)} (${peer.subject})` : '–',
    factor === undefined ? '–' : `${times(factor)} ×`,
    limit ? spreadOf(limit.samples) : '–',
  ];
  return [`| ${cells.join(' | ')} |`];
}

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');

/** Every quantity in which a peer is better, as a list; limits are no peers. */
export function lostTo(results: readonly Result[]): string {
  const lost = results
    .flatMap(comparisonsOf)
    .filter(({ verdict, other }) => verdict === 'the other is better' && !isLimit(other));
  if (lost.length === 0) return 'In none of the quantities on this page.';
  return lost
    .map(
      ({ title, unit, other, factor = 0 }) => `- ${title}, ${unit}: ${other} (Carillon has ${times(factor)} × of it)`,
    )
    .join('\n');
}
