import { spawnSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { outputOf } from '../user-data/real-server';
import type { Machine } from './machine';

/** An EBS volume: a file as a loop device. */
export class Volume {
  private constructor(
    private readonly file: string,
    private readonly device: string,
  ) {}

  /** @param file path of a file to create */
  public static create(file: string, mebibytes: number): Volume {
    writeFileSync(file, '');
    truncateSync(file, mebibytes * 2 ** 20);
    const device = outputOf('losetup', ['--find', '--show', file], {}).trim();
    return new Volume(file, device);
  }

  /** Attaches it to a running server as `/dev/xvdf`. */
  public async attachTo(machine: Machine): Promise<void> {
    await machine.output(`mknod /dev/xvdf b 7 ${this.device.replace('/dev/loop', '')}`);
  }

  public grow(mebibytes: number): void {
    truncateSync(this.file, mebibytes * 2 ** 20);
    outputOf('losetup', ['--set-capacity', this.device], {});
  }

  public remove(): void {
    spawnSync('losetup', ['--detach', this.device]);
  }
}
