import http, { type AgentOptions, type ClientRequest, type RequestOptions } from 'node:http';
import net, { isIP, type Socket, type TcpNetConnectOpts } from 'node:net';
import tls, { type SecureContext, type TLSSocket } from 'node:tls';
import { FREE_SOCKET_MS } from '../kept-connections';
import { requestTarget } from './request-target';

/** What the agents of all origins share. */
export interface SharedConnections {
  /** Free sockets of all origins, the longest free one first. */
  readonly free: Set<Socket>;
  /** Maximum number of them: beyond it, the longest free ones are closed. */
  readonly maxFree: number;
  /** Created for the first TLS connection: to parse the authorities for each takes as long as a handshake. */
  readonly secureContext: () => SecureContext;
}

/** Options of a request that its new connection needs. */
type ConnectionOptions = Pick<RequestOptions & TcpNetConnectOpts, 'lookup' | 'autoSelectFamilyAttemptTimeout'>;

/** As Node's agents do: the operating system notices a dead receiver while a request waits for its response. */
const KEPT_ALIVE = { keepAlive: true, keepAliveInitialDelay: 1_000, noDelay: true };

/**
 * Keep-alive agent of one origin. For each request, Node's own agent copies all options three times, builds a key from them,
 * and sets the socket's options again: half of the CPU time of a request, and more of one over TLS. Here the origin is the
 * key, and a socket is set up once. The number of sockets in use is not limited.
 */
export class OriginAgent extends http.Agent {
  /** The documented field of Node's agents, which `closeFreeSockets` reads. */
  override readonly freeSockets: { readonly origin: Socket[] } = { origin: [] };
  /** The request that has the socket. */
  private readonly users = new WeakMap<Socket, ClientRequest>();
  /** TLS session of the last connection, which shortens the next handshake. */
  private session: Buffer | undefined;

  constructor(
    private readonly origin: URL,
    private readonly shared: SharedConnections,
  ) {
    super({ keepAlive: true, protocol: origin.protocol } as AgentOptions);
  }

  /** Node calls this for each request, once its headers are valid. LIFO, so that surplus sockets stay idle and close. */
  addRequest(request: ClientRequest, options: ConnectionOptions): void {
    const free = this.takeFree();
    if (free !== undefined) {
      request.reusedSocket = true;
      free.ref();
    }
    const socket = free ?? this.open(options);
    this.users.set(socket, request);
    request.onSocket(socket);
  }

  private takeFree(): Socket | undefined {
    for (let socket = this.freeSockets.origin.pop(); socket; socket = this.freeSockets.origin.pop()) {
      this.shared.free.delete(socket);
      if (socket.writable && !socket.destroyed) return socket;
    }
    return undefined;
  }

  private open({ lookup, autoSelectFamilyAttemptTimeout }: ConnectionOptions): Socket {
    const { hostname: host, port, protocol } = requestTarget(this.origin);
    const isSecure = protocol === 'https:';
    const address = { host, port: Number(port || (isSecure ? 443 : 80)) };
    const options = { ...address, lookup, autoSelectFamilyAttemptTimeout, ...KEPT_ALIVE } as TcpNetConnectOpts;
    const socket = isSecure ? this.openTls(host, options) : net.connect(options);
    const destroyIfFree = () => void (this.shared.free.has(socket) && socket.destroy());
    socket.setTimeout(FREE_SOCKET_MS, destroyIfFree);
    // Data without a request would count as the response to the next request.
    socket.on('data', destroyIfFree);
    socket.on('free', () => this.keep(socket));
    socket.on('close', () => this.forget(socket));
    // An error of a free socket: `close` follows. A request registers its own listener.
    socket.on('error', () => undefined);
    return socket;
  }

  private openTls(host: string, options: TcpNetConnectOpts): TLSSocket {
    const { session, shared } = this;
    const socket = tls.connect({
      ...options,
      secureContext: shared.secureContext(),
      // Explicit, so that no environment variable of Node weakens TLS.
      rejectUnauthorized: true,
      // Server name indication has names only.
      ...(isIP(host) === 0 && { servername: host }),
      ...(session && { session }),
    });
    socket.on('session', (latest) => {
      this.session = latest;
    });
    socket.on('error', () => {
      this.session = undefined;
    });
    return socket;
  }

  /** Node emits `free` on a socket whose response was read and whose request was sent. */
  private keep(socket: Socket & { _httpMessage?: unknown }): void {
    // Some versions of Node emit it twice for a request: by the second time, the next request may have the socket.
    if (!this.users.get(socket)?.destroyed) return;
    this.users.delete(socket);
    if (!socket.writable || socket.connecting) return void socket.destroy();
    // Node's reference to the last request, which would keep its body in memory.
    socket._httpMessage = null;
    socket.unref();
    this.freeSockets.origin.push(socket);
    this.shared.free.add(socket);
    this.closeSurplus();
  }

  private closeSurplus(): void {
    const { free, maxFree } = this.shared;
    for (const longestFree of free) {
      if (free.size <= maxFree) return;
      free.delete(longestFree);
      longestFree.destroy();
    }
  }

  private forget(socket: Socket): void {
    this.shared.free.delete(socket);
    const index = this.freeSockets.origin.indexOf(socket);
    if (index !== -1) this.freeSockets.origin.splice(index, 1);
  }
}
