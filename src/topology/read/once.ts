import { Unknown, type Value } from '../value';

/** Values by name, each computed once. A value that refers to itself is unknown. */
export class Once {
  private readonly known = new Map<string, Value>();

  constructor(private readonly prefix: string) {}

  public value(name: string, compute: () => Value): Value {
    if (this.known.has(name)) return this.known.get(name);
    this.known.set(name, new Unknown(`${this.prefix}${name} refers to itself`));
    const value = compute();
    this.known.set(name, value);
    return value;
  }
}
