import type { Figures } from './figures';

/** By name of a figure. */
export type Limits = Readonly<Record<string, number>>;

/** Timings have one digit or two, ports four or five. */
const HEAD_ROOM = 1.05;
const HEAD_ROOMS = [
  // One by one nothing is coalesced, and a call more is a fifth of any sum or more.
  { names: /^\S+-1, calls/, headRoom: 1.2 },
  // What is coalesced depends on what arrives together, and so on how busy the machine is. Without it there are two writes.
  { names: /calls that write|calls of (DynamoDB\.Batch|SQS\.)/, headRoom: 2.5 },
  // Each call has headers.
  { names: /bytes to AWS/, headRoom: 1.6 },
  // A type in the catalogue adds a validator of about 10 kB to each channel.
  { names: /bytes of (code|zip)/, headRoom: 1.25 },
];

const headRoomOf = (figure: string): number =>
  HEAD_ROOMS.find(({ names }) => names.test(figure))?.headRoom ?? HEAD_ROOM;

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

const HOW_TO = `Figures are for one delivery of a scenario (tools/bench/counts/scenarios.ts), such as webhook-10 in batches of ten, or for one bundle. What is above its limit costs each user of Carillon money or time:
- make it smaller
- if what it buys is worth it, or a channel or function is new or gone: UPDATE_LIMITS=1 npx jest tools/bench/guard --selectProjects unit; commit the lines that you mean, and say what it buys`;

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
