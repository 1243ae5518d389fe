import * as v from "valibot";
import { ApiError, problemOf, UnreachableError } from "./problem";

/** Longer than any query may run on the server, so that this end never gives up first without saying so. */
const TIMEOUT_MILLIS = 60_000;

/** One GET, checked against what the page expects. Throws ApiError or UnreachableError, or the abort of `signal`. */
export async function get<T>(
  path: string,
  params: Readonly<Record<string, string | null>>,
  schema: v.GenericSchema<unknown, T>,
  signal: AbortSignal,
): Promise<T> {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (value !== null) query.set(key, value);
  const search = query.size === 0 ? "" : `?${query}`;
  const response = await ask(
    `/api/v1/${path}${search}`,
    AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MILLIS)]),
    signal,
  );
  const body = await readJson(response, signal);
  if (!response.ok) throw new ApiError(problemOf(response.status, body));
  return validate(path, schema, body);
}

async function ask(url: string, signal: AbortSignal, mine: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { signal, headers: { accept: "application/json, application/problem+json" } });
  } catch (cause) {
    mine.throwIfAborted();
    throw new UnreachableError("The server did not answer.", { cause });
  }
}

async function readJson(response: Response, mine: AbortSignal): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    mine.throwIfAborted();
    if (!response.ok) return null;
    throw new UnreachableError("The answer broke off or is no JSON.", { cause });
  }
}

/** Names the first field that is not as documented, since that is what one needs to mend it. */
export function validate<T>(path: string, schema: v.GenericSchema<unknown, T>, body: unknown): T {
  const result = v.safeParse(schema, body, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  const where = v.getDotPath(issue) ?? "the answer";
  throw new UnreachableError(`The answer to ${path} is not as documented: ${where}: ${issue.message}`);
}
