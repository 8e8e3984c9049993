import type { OperationName } from "../chat/operations";
import { canBefall, type Fault } from "./faults";

/** Which faults are due: one-shot ones in the order given, then a standing one, then health. */
export class Overrides {
  readonly #next = new Map<OperationName, Fault[]>();
  readonly #always = new Map<OperationName, Fault>();

  /** Throws for a fault that cannot befall the operation: no test could ever meet it. */
  next(operation: OperationName, faults: readonly Fault[]): void {
    checkAll(operation, faults);
    this.#next.set(operation, [...(this.#next.get(operation) ?? []), ...faults]);
  }

  /** Throws as `next` does. */
  always(operation: OperationName, fault: Fault): void {
    checkAll(operation, [fault]);
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

function checkAll(operation: OperationName, faults: readonly Fault[]): void {
  const impossible = faults.find((fault) => !canBefall(operation, fault));
  if (impossible !== undefined) {
    throw new Error(`The fault ${impossible.kind} cannot befall ${operation}`);
  }
}
