import type { FilterPolicy } from '../filter-policy/filter-policy';

/** An event as EventBridge hands it to a target. `Detail` is what the mapper reads, and is not validated. */
export interface BusEvent<Detail = unknown> {
  /** UUID that EventBridge assigns. A replay from an archive keeps it. */
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** RFC 3339, UTC, in whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Detail;
}

/** What a mapper takes from an event; the type, the time and the other attributes follow from source and event. */
export interface MappedEvent<Data = unknown> {
  /** Validated by the catalogue. */
  readonly data: Data;
  /** At most 256 characters. */
  readonly subject?: string;
  /** @default the environment's: `CARILLON_EVENT_TENANT` */
  readonly tenant?: string;
  /** An address list, as in a To header. @default the environment's: `CARILLON_EVENT_RECIPIENTS` */
  readonly recipients?: string;
  /** Idempotency key: 1 to 128 printable ASCII characters. @default the source's name and the event's id */
  readonly idempotencykey?: string;
}

/** A rule that makes notifications of events on a bus. */
export interface EventSource {
  /** 1–40 of `a–z 0–9 -`; names the rule, and is what `CARILLON_EVENT_SOURCES` lists. */
  readonly name: string;
  readonly description: string;
  /** `account`: the account's default bus, where AWS services put their events. `carillon`: the environment's own bus. */
  readonly bus: 'account' | 'carillon';
  /** Event pattern; `shared/domain/event-pattern` says which operators are allowed. */
  readonly pattern: FilterPolicy;
  /** Type of the notifications; one of the catalogue. */
  readonly type: string;
  /** Pure. May throw: the event is then refused, with the error as its reason. */
  map(event: BusEvent): MappedEvent;
  /** A realistic event that pattern, mapper and catalogue must accept; synthesis checks it. */
  readonly example: BusEvent;
}
