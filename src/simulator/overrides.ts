import type { OperationName } from "../chat/operations";
import type { Fault } from "./faults";

/** Which faults are due: one-shot ones in the order given, then a standing one, then health. */
export class Overrides {
  readonly #next = new Map<OperationName, Fault[]>();
  readonly #always = new Map<OperationName, Fault>();

  next(operation: OperationName, faults: readonly Fault[]): void {
    this.#next.set(operation, [...(this.#next.get(operation) ?? []), ...faults]);
  }

  always(operation: OperationName, fault: Fault): void {
    this.#always.set(operation, fault);
  }

  reset(): void {
    this.#next.clear();
    this.#always.clear();
  }

  /** The fault for the request that is to be answered; a one-shot fault is used up by this. */
  take(operation: OperationName): Fault | undefined {
    return this.#next.get(operation)?.shift() ?? this.#always.get(operation);
  }
}
