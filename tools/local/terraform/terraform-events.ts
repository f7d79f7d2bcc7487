export interface ResourceEvent {
  readonly kind: 'started' | 'completed' | 'errored';
  readonly address: string;
  /** `create`, `update`, `delete` or `read`. */
  readonly action: string;
  readonly elapsedSeconds: number;
}

export interface ChangeCounts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

export interface SummaryEvent {
  readonly kind: 'summary';
  /** `plan` before anything is done, `apply` or `destroy` after it. */
  readonly operation: string;
  readonly counts: ChangeCounts;
}

export interface PlannedChange {
  readonly kind: 'planned';
  readonly address: string;
  /** `create`, `update`, `delete` or `replace`. */
  readonly action: string;
}

export interface Diagnostic {
  readonly kind: 'diagnostic';
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  /** Empty if the diagnostic has only a summary. */
  readonly detail: string;
  /** The resource or block that it concerns; empty if none. */
  readonly address: string;
}

/** The messages of `terraform … -json` that are used here. */
export type TerraformEvent = ResourceEvent | SummaryEvent | PlannedChange | Diagnostic;

/** The fields that are read; https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
interface Message {
  readonly type?: string;
  readonly hook?: { resource?: { addr?: string }; action?: string; elapsed_seconds?: number };
  readonly change?: { resource?: { addr?: string }; action?: string };
  readonly changes?: { add?: number; change?: number; remove?: number; operation?: string };
  readonly diagnostic?: {
    severity?: string;
    summary?: string;
    detail?: string;
    address?: string;
    snippet?: { context?: string };
  };
}

const KINDS = { apply_start: 'started', apply_complete: 'completed', apply_errored: 'errored' } as const;

function resourceEvent(kind: ResourceEvent['kind'], { hook }: Message): ResourceEvent {
  const { action = '', elapsed_seconds: elapsedSeconds = 0 } = hook ?? {};
  return { kind, address: hook?.resource?.addr ?? '', action, elapsedSeconds };
}

function summaryEvent({ changes }: Message): SummaryEvent {
  const { add = 0, change = 0, remove = 0, operation = '' } = changes ?? {};
  return { kind: 'summary', operation, counts: { add, change, remove } };
}

function diagnosticEvent({ diagnostic }: Message): Diagnostic {
  const { severity, summary = '', detail = '', snippet } = diagnostic ?? {};
  const address = diagnostic?.address ?? snippet?.context ?? '';
  return { kind: 'diagnostic', severity: severity === 'warning' ? 'warning' : 'error', summary, detail, address };
}

function toEvent(message: Message): TerraformEvent | undefined {
  switch (message.type) {
    case 'apply_start':
    case 'apply_complete':
    case 'apply_errored':
      return resourceEvent(KINDS[message.type], message);
    case 'planned_change':
      return { kind: 'planned', address: message.change?.resource?.addr ?? '', action: message.change?.action ?? '' };
    case 'change_summary':
      return summaryEvent(message);
    case 'diagnostic':
      return diagnosticEvent(message);
    default:
      return undefined;
  }
}

/** Parses one line of `terraform … -json`. Undefined if it is not JSON or not used here. */
export function parseTerraformEvent(line: string): TerraformEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return toEvent(JSON.parse(line) as Message);
  } catch {
    return undefined;
  }
}
