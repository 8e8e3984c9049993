/**
 * How a fact about the API is known.
 * - `documented`: Oracle's public text says so.
 * - `sampleClient`: seen in public code that calls the real service.
 * - `assumed`: our inference; it may be wrong and stands in one place only.
 */
export type Evidence = "documented" | "sampleClient" | "assumed";
