import type { Figures } from './figures';

/** By name of a figure. */
export type Limits = Readonly<Record<string, number>>;

/** Timings have one digit or two, ports four or five. */
const HEAD_ROOM = 1.05;
/** How calls are coalesced, and so how many headers are sent, depends on what arrives together. */
const COALESCED = { names: /calls|bytes to AWS/, headRoom: 1.4 };

const headRoomOf = (name: string): number => (COALESCED.names.test(name) ? COALESCED.headRoom : HEAD_ROOM);

/** Limits a little above these figures. A figure of 0 stays 0: what costs nothing must not begin to. */
export const limitsFor = (figures: Figures): Limits =>
  Object.fromEntries(
    Object.entries(figures)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, figure]) => [name, roundedUp(figure * headRoomOf(name))]),
  );

/** Three digits, so that a new limit is a readable change. */
function roundedUp(value: number): number {
  if (value === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 2);
  return Number((Math.ceil(Number((value / unit).toPrecision(9))) * unit).toPrecision(3));
}

const HOW_TO = `A figure above its limit costs each user of Carillon money or time:
- make it smaller
- if what it buys is worth it: UPDATE_LIMITS=1 npx jest tools/bench/guard --selectProjects unit, and say in the commit what it buys`;

/** A line for each figure above its limit or without one and each limit without a figure, and what to do; or empty. */
export function excesses(figures: Figures, limits: Limits): string {
  const above = Object.entries(figures).flatMap(([name, figure]) => {
    const limit = limits[name];
    if (limit === undefined) return [`${name}: ${shown(figure)}, and there is no limit`];
    return figure > limit ? [`${name}: ${shown(figure)}, the limit is ${limit}`] : [];
  });
  const names = Object.keys(limits).filter((name) => figures[name] === undefined);
  const lines = [...above, ...names.map((name) => `${name}: has a limit, but is not measured any more`)];
  return lines.length === 0 ? '' : [...lines, HOW_TO].join('\n');
}

const shown = (figure: number): string => String(Number(figure.toPrecision(6)));
