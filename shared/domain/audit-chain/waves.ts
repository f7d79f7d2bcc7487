/** A transaction of DynamoDB has at most 100 items: these, their link, and the first time the tenant's entry in a list. */
const MAX_WAVE_RECORDS = 98;
/** And at most 4 MB; what stands beside the texts fits into the rest. */
const MAX_WAVE_BYTES = 3_500_000;

interface Sized {
  readonly id: string;
  readonly text: string;
}

/**
 * In order, as many at a time as one transaction holds, and no id twice in it: what comes again is compared with what
 * is recorded by then.
 */
export function waves<Item extends Sized>(items: readonly Item[]): readonly (readonly Item[])[] {
  const made: Item[][] = [];
  for (const item of items) {
    const wave = made.at(-1);
    if (wave && fits(item, wave)) wave.push(item);
    else made.push([item]);
  }
  return made;
}

const fits = (item: Sized, wave: readonly Sized[]): boolean =>
  wave.length < MAX_WAVE_RECORDS &&
  wave.every(({ id }) => id !== item.id) &&
  [...wave, item].reduce((bytes, { text }) => bytes + Buffer.byteLength(text), 0) <= MAX_WAVE_BYTES;
