import type { Static, TSchema } from '@sinclair/typebox';
import type { RouteId, Routes } from '../../../shared/api/contract';
import type { ApiPorts } from './api-ports';
import type { Caller } from './request/caller';

type Member<Route, Name extends string> = Route extends { readonly [Key in Name]: infer Schema extends TSchema }
  ? Static<Schema>
  : Record<string, never>;

type Scope<Route> = Route extends { readonly tenant: 'optional' | 'none' } ? string | undefined : string;

/** A checked request. */
export interface ApiRequest<Id extends RouteId = RouteId> {
  readonly caller: Caller;
  /** The tenant that the request is about. A caller of one tenant has no other here. */
  readonly tenant: Scope<Routes[Id]>;
  /** Parameters of the path by name, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Member<Routes[Id], 'query'>;
  /** By the schema of the contract; of a route that an operation checks, anything. */
  readonly body: Member<Routes[Id], 'body'>;
  /** The body as it came; empty without one. */
  readonly text: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Of API Gateway; names the request in the log. */
  readonly requestId: string;
  /** Host of the API and prefix of the route, without a slash at the end, such as `https://…/oidc`. */
  readonly base: string;
}

export interface Answer {
  readonly status: number;
  /** JSON. @default none */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers one route. Throws `CodedError`s, which become problems. */
export type ApiRoute<Id extends RouteId> = (request: ApiRequest<Id>, ports: ApiPorts) => Promise<Answer>;

export type ApiRoutes = { readonly [Id in RouteId]: ApiRoute<Id> };
