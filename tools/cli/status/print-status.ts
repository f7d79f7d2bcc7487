import { channels } from '../../../handlers';
import type { NamedHistory } from '../../../shared/operations/status/read-history';
import { statusDocument } from '../../../shared/operations/status/status-document';
import type { Terminal } from '../terminal';
import { formatHeading, formatStanding } from './format-status';
import { formatTimeline } from './format-timeline';

interface Printing {
  readonly json?: boolean;
  /** Also print the notification, as it was received. */
  readonly body?: boolean;
}

/** Prints the new lines of each poll, and after the last one the state of each delivery. */
export async function printStatus(
  polls: AsyncIterable<NamedHistory>,
  options: Printing,
  terminal: Pick<Terminal, 'print' | 'clock'>,
): Promise<void> {
  const printer = options.json ? jsonPrinter(options, terminal) : textPrinter(options, terminal);
  let last: NamedHistory | undefined;
  for await (const history of polls) {
    printer.update(history);
    last = history;
  }
  if (last !== undefined) printer.finish(last);
}

interface Printer {
  update(history: NamedHistory): void;
  finish(history: NamedHistory): void;
}

const jsonPrinter = ({ body = false }: Printing, { print }: Pick<Terminal, 'print'>): Printer => ({
  update: () => undefined,
  finish: (history) => print(JSON.stringify(statusDocument(history, { channels, withBody: body }))),
});

/** Prints each line of the timeline once, as soon as it is known; none before acceptance, to which times are relative. */
function textPrinter({ body }: Printing, { print, clock }: Pick<Terminal, 'print' | 'clock'>): Printer {
  const printed = new Set<string>();
  const printOnce = (line: string) => {
    if (!printed.has(line)) print(line);
    printed.add(line);
  };
  const printAll = (history: NamedHistory) =>
    [`${formatHeading(history)}\n`, ...formatTimeline(history)].forEach(printOnce);
  return {
    update: (history) => {
      if (history.event) printAll(history);
    },
    finish: (history) => {
      printAll(history);
      print(`\n${formatStanding(history, clock.now())}`);
      if (body) print(`\n${history.event?.text ?? 'no body is recorded: the notification was not accepted'}`);
    },
  };
}
