import * as v from "valibot";
import { ApiError, problemOf, UnreachableError } from "./problem";

/** Longer than any query may run on the server, so that this end never gives up first without saying so. */
const TIMEOUT_MILLIS = 60_000;

type Params = Readonly<Record<string, string | null>>;

/** What is sent: the server takes no other types, so that no page of another origin can send it. */
export interface Body {
  readonly type: "application/json" | "application/yaml";
  readonly text: string;
}

/** One GET, checked against what the page expects. Throws ApiError or UnreachableError, or the abort of `signal`. */
export const get = <T>(
  path: string,
  params: Params,
  schema: v.GenericSchema<unknown, T>,
  signal: AbortSignal,
): Promise<T> => request("GET", path, params, null, schema, signal);

/** One request that changes something, or is too long for a GET. A change cannot be taken back once sent. */
export const send = <T>(
  method: "POST" | "PUT" | "DELETE",
  path: string,
  params: Params,
  body: Body | null,
  schema: v.GenericSchema<unknown, T>,
  signal: AbortSignal = new AbortController().signal,
): Promise<T> => request(method, path, params, body, schema, signal);

async function request<T>(
  method: string,
  path: string,
  params: Params,
  body: Body | null,
  schema: v.GenericSchema<unknown, T>,
  signal: AbortSignal,
): Promise<T> {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (value !== null) query.set(key, value);
  const search = query.size === 0 ? "" : `?${query}`;
  const response = await ask(
    `/api/v1/${path}${search}`,
    {
      method,
      body: body?.text ?? null,
      headers: {
        accept: "application/json, application/problem+json",
        ...(body === null ? {} : { "content-type": body.type }),
      },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MILLIS)]),
    },
    signal,
  );
  const answer = await readJson(response, signal);
  if (!response.ok) throw new ApiError(problemOf(response.status, answer));
  return validate(path, schema, answer);
}

async function ask(url: string, init: RequestInit, mine: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, init);
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
