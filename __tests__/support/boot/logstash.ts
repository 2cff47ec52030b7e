import { createServer, type Server, type Socket } from 'node:net';

/** Length of the frame that opens a window, and of the header of the event after it. Elastic: "Lumberjack protocol", version 2. */
const WINDOW = 6;
const EVENT = WINDOW + 10;

/** Acknowledges the event of a window. */
const ACKNOWLEDGEMENT = Buffer.from('2A\0\0\0\x01');

/** The Beats input of Logstash, for a client that sends one event a window. */
export class Logstash {
  /** Messages of all events, in order. */
  public readonly messages: string[] = [];
  public readonly server: Server = createServer((socket) => this.read(socket));

  private read(socket: Socket): void {
    let rest = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (data: Buffer) => {
      rest = Buffer.concat([rest, data]);
      while (rest.length >= EVENT) {
        const end = EVENT + rest.readUInt32BE(EVENT - 4);
        if (rest.length < end) return;
        const { message } = JSON.parse(rest.toString('utf8', EVENT, end)) as { message: string };
        this.messages.push(message);
        rest = rest.subarray(end);
        socket.write(ACKNOWLEDGEMENT);
      }
    });
  }
}
