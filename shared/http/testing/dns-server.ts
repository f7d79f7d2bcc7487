import { createSocket, type RemoteInfo } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * The answer for a name: addresses, a DNS error code (2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED), or no answer. With `ipv6`, only
 * the A query gets the error code.
 */
export type DnsAnswer = readonly string[] | Failing | 'silence';

interface Failing {
  readonly rcode: number;
  readonly ipv6?: readonly string[];
}

export interface DnsServer {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** Received queries in order, with their type: `A a.example`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A name server on a free UDP port of 127.0.0.1. All other names do not exist (NXDOMAIN). */
export async function serveDns(names: Readonly<Record<string, DnsAnswer>>): Promise<DnsServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query: Buffer, { port, address }: RemoteInfo) => {
    const { name, type, end } = readQuestion(query);
    asked.push(`${TYPES[type] ?? type} ${name}`);
    const answer = answerTo(type, names[name] ?? { rcode: 3 });
    if (answer !== 'silence') socket.send(reply(query.subarray(0, end), type, answer), port, address);
  });
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
  const { port } = socket.address() as AddressInfo;
  const close = () => new Promise<void>((done) => void socket.close(() => done()));
  return { address: `127.0.0.1:${port}`, asked, close };
}

const answerTo = (type: number, answer: DnsAnswer): DnsAnswer =>
  type === AAAA && typeof answer === 'object' && 'ipv6' in answer ? answer.ipv6 : answer;

const AAAA = 28;
const TYPES: Readonly<Record<number, string>> = { 1: 'A', [AAAA]: 'AAAA' };
const HEADER_BYTES = 12;

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** The query's header and question, then one record for each address of the queried type. */
function reply(question: Buffer, type: number, answer: Exclude<DnsAnswer, 'silence'>): Buffer {
  const rcode = 'rcode' in answer ? answer.rcode : 0;
  const addresses = 'rcode' in answer ? [] : answer.map((text) => ipaddr.parse(text).toByteArray());
  const records = addresses
    .filter(({ length }) => length === (type === 1 ? 4 : 16))
    .map((bytes) => record(type, bytes));
  const header = Buffer.from(question);
  header.writeUInt16BE(0x8180 + rcode, 2);
  [1, records.length, 0, 0].forEach((count, index) => void header.writeUInt16BE(count, 4 + 2 * index));
  return Buffer.concat([header, ...records]);
}

/** The name is a pointer to the question's name, the class is IN, the TTL is 0. */
const record = (type: number, bytes: readonly number[]): Buffer =>
  Buffer.from([0xc0, HEADER_BYTES, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]);
