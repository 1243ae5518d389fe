import type { TextProblem } from "../types/policy";

/** RFC 9457 problem details, with what ours add. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly field: string | null;
  readonly limit: string | null;
  /** Where in the query it stopped making sense, in characters from 0. */
  readonly position: number | null;
  readonly length: number | null;
  /** Of a text of several lines: everything that is wrong with it. */
  readonly problems: readonly TextProblem[];
}

/** The server answered and refused, or failed: its own words. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ApiError";
  }

  /** Yours to mend by asking differently, as opposed to ours. */
  get yours(): boolean {
    return this.problem.status >= 400 && this.problem.status < 500 && this.problem.status !== 429;
  }
}

/** Nobody answered, or not in a form that this page understands. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

export function problemOf(status: number, body: unknown): Problem {
  const fields = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const text = (key: string) => (typeof fields[key] === "string" ? fields[key] : null);
  const whole = (key: string) => (Number.isSafeInteger(fields[key]) ? (fields[key] as number) : null);
  const limit = fields["limit"];
  return {
    status,
    title: text("title") ?? `HTTP ${status}`,
    detail: text("detail") ?? "",
    field: text("field"),
    limit: typeof limit === "string" || typeof limit === "number" ? String(limit) : null,
    position: whole("position"),
    length: whole("length"),
    problems: Array.isArray(fields["problems"]) ? fields["problems"].filter(isTextProblem) : [],
  };
}

const isTextProblem = (body: unknown): body is TextProblem => {
  const fields = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  return (
    Number.isSafeInteger(fields["line"]) &&
    Number.isSafeInteger(fields["column"]) &&
    typeof fields["detail"] === "string"
  );
};
