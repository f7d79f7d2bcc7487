import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbLedgerReader } from '../../../shared/aws/dynamodb/dynamodb-ledger-reader';
import type { LedgerReader } from '../../../shared/ports/ledger';
import type { StatusOptions } from '../options';
import { orAwsFailure } from '../stack/aws-failure';
import { connectStack } from '../stack/connect-stack';
import type { Terminal } from '../terminal';
import { endpointsOf } from './endpoints-of';
import { formatHeading, formatStanding, formatTimeline, type NamedHistory, statusDocument } from './format-status';
import { withHeld } from './held';
import { standing } from './standing';
import { canonicalId, isUnknown, unknownId } from './unknown-id';
import { withCircuits } from './with-circuits';

/** @throws CodedError `cli.unknown_id`; as connecting to the stack and reading its table do */
export async function showStatus(id: string, options: StatusOptions, terminal: Terminal): Promise<void> {
  const connection = await connectStack(options.outputs, terminal);
  const table = connection.outputs.ledger_table;
  const reader = dynamodbLedgerReader(new DynamoDBClient(connection.clientConfig), table);
  const read = {
    history: async (of: string) => {
      const history = await orAwsFailure(reader.history(of), `reading table ${table}`);
      const { endpoints, circuits } = await endpointsOf(history, connection);
      return withHeld(withCircuits(history, circuits), endpoints.values(), terminal.clock.now());
    },
  };
  if (await printStatus(canonicalId(id), read, options, terminal)) return;
  throw unknownId(id, table, 'for what was published a moment ago add --watch; ');
}

const POLL_MILLISECONDS = 1_000;
/** A notification shows when the first function has it; what was published a moment ago is waited for. */
const UNKNOWN_POLLS = 20;

type Printing = Pick<StatusOptions, 'json' | 'body' | 'watch'>;

/** False when nothing is known of the id. */
export async function printStatus(
  id: string,
  reader: Pick<LedgerReader, 'history'>,
  options: Printing,
  terminal: Terminal,
): Promise<boolean> {
  const printer = options.json ? jsonPrinter(options, terminal) : textPrinter(options, terminal);
  let settledPolls = 0;
  for (let polls = 1; ; polls += 1) {
    const history = { id, ...(await reader.history(id)) };
    const isKnown = !isUnknown(history);
    if (!isKnown && (!options.watch || polls >= UNKNOWN_POLLS)) return false;
    if (isKnown) printer.update(history);
    // Targets are claimed one after the other, so what looks settled is looked at once more.
    settledPolls = isKnown && standing(history).settled ? settledPolls + 1 : 0;
    if (!options.watch || settledPolls === 2) {
      printer.finish(history);
      return true;
    }
    await terminal.sleep(POLL_MILLISECONDS);
  }
}

interface Printer {
  update(history: NamedHistory): void;
  finish(history: NamedHistory): void;
}

const jsonPrinter = ({ body = false }: Printing, { print }: Terminal): Printer => ({
  update: () => undefined,
  finish: (history) => print(JSON.stringify(statusDocument(history, body))),
});

/** Prints every line of the timeline once, as soon as it is known. Times are relative to acceptance, so that comes first. */
function textPrinter({ body }: Printing, { print, clock }: Terminal): Printer {
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
      if (body) print(`\n${history.event?.text ?? 'no body is recorded, because it was not accepted'}`);
    },
  };
}
