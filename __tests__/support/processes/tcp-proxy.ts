import { once } from 'node:events';
import { type AddressInfo, createServer, connect, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** TCP proxy on loopback whose connections can be interrupted. */
export class TcpProxy {
  private refused = 0;
  private cut = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (client: Socket) => this.join(client));
  }

  /** @param endpoint address of the server, e.g. `http://127.0.0.1:5000` */
  public static async to(endpoint: string): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, Number(new URL(endpoint).port));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  public get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Closes connections and rejects new ones. */
  public break(): void {
    this.cut = true;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Waits until a number of connections were rejected, for at most two minutes. */
  public async refusals(count: number): Promise<void> {
    for (let tries = 0; tries < 1200 && this.refused < count; tries += 1) await sleep(100);
    if (this.refused < count) throw new Error(`${this.refused} connections refused, not ${count}`);
  }

  public mend(): void {
    this.cut = false;
  }

  /** Stops the proxy. */
  public stop(): void {
    this.break();
    this.server.close();
  }

  private join(client: Socket): void {
    if (this.cut) {
      this.refused += 1;
      client.resetAndDestroy();
      return;
    }
    const server = connect(this.target, '127.0.0.1');
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}
