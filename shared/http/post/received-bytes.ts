import type { Socket } from 'node:net';

type Listener = (chunk: Buffer) => void;

/** One entry for each connection, with the listener of the request that it carries. */
const connections = new WeakMap<Socket, { listener: Listener | undefined }>();

/**
 * Calls the listener with what the socket receives, before Node's parser: that may destroy the connection while it processes
 * the same bytes. Replaces the listener of the connection's last request. One listener for each connection, and not for each
 * request: V8 keeps the tables of an emitter's listeners for long, and with them whatever a closure of a request refers to.
 *
 * @returns stops it
 */
export function listenFirst(socket: Socket, listener: Listener): () => void {
  const known = connections.get(socket);
  const connection = known ?? { listener };
  connection.listener = listener;
  if (known === undefined) {
    connections.set(socket, connection);
    socket.prependListener('data', (chunk: Buffer) => connection.listener?.(chunk));
  }
  return () => {
    if (connection.listener === listener) connection.listener = undefined;
  };
}
