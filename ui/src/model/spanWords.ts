import type { Span } from "../types/trace";
import { first } from "./attributes";

/** What a span is, read from its kind and the semantic conventions; names are never changed, at most preceded. */

export type Glyph = "db" | "cache" | "queue" | "ext" | "code" | "call" | null;

const CACHES = new Set(["redis", "memcached", "valkey", "hazelcast", "infinispan"]);

export const failed = (span: Span): boolean => span.status.code === "ERROR";

export const databaseOf = (span: Span): string | null => first(span.attributes, "db.system.name", "db.system");

export const isDatabase = (span: Span): boolean => databaseOf(span) !== null && span.kind !== "SERVER";

export const isQueue = (span: Span): boolean => span.kind === "PRODUCER" || span.kind === "CONSUMER";

/** Shape carries the kind. A call that shares its row with its server needs none: the server is the row. */
export function glyph(span: Span): Glyph {
  const system = databaseOf(span);
  if (system !== null && span.kind !== "SERVER") return CACHES.has(system) ? "cache" : "db";
  if (isQueue(span)) return "queue";
  if (span.kind === "CLIENT") return "ext";
  return span.kind === "INTERNAL" ? "code" : null;
}

export const GLYPH_WORDS: Readonly<Record<Exclude<Glyph, null>, string>> = {
  db: "database",
  cache: "cache",
  queue: "queue",
  ext: "outgoing call",
  code: "own code",
  call: "call",
};

/** Whom a span talks to, when it says so and its name does not. */
export function target(span: Span): string | null {
  if (span.kind !== "CLIENT" && span.kind !== "INTERNAL") return null;
  const system = databaseOf(span);
  const name =
    system ??
    (span.kind === "CLIENT" ? first(span.attributes, "peer.service", "service.peer.name", "server.address") : null);
  return name !== null && !span.name.toLowerCase().includes(name.toLowerCase()) ? name : null;
}

/** `postgresql INSERT charges`: the target where the name leaves it out, then the name as sent. */
export function shortTitle(span: Span): string {
  const whom = target(span);
  return whom === null ? span.name : `${whom} ${span.name}`;
}

/** The same with the path of a request whose name is only its method: `api.cards.example POST /v1/charges`. */
export function title(span: Span): string {
  const path = requestPath(span);
  return path === null ? shortTitle(span) : `${shortTitle(span)} ${path}`;
}

/** Agents name an HTTP client's span by its method alone, since a URL may hold anything; where it went is beside it. */
export function requestPath(span: Span): string | null {
  if (span.kind !== "CLIENT") return null;
  const method = first(span.attributes, "http.request.method", "http.method");
  if (method === null || (span.name !== method && span.name !== `HTTP ${method}`)) return null;
  const template = first(span.attributes, "url.template");
  if (template !== null) return template;
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(\/[^?#]+)/i.exec(first(span.attributes, "url.full", "http.url") ?? "");
  return path?.[1] ?? null;
}

export interface StatusPill {
  readonly text: string;
  readonly error: boolean;
}

/** The protocol's own status where there is one: `200`, `503`, `gRPC 14`; or the error's type. */
export function statusPill(span: Span): StatusPill | null {
  const error = failed(span);
  const http = first(span.attributes, "http.response.status_code", "http.status_code");
  if (http !== null) return { text: http, error };
  const rpc = first(span.attributes, "rpc.response.status_code", "rpc.grpc.status_code");
  if (rpc !== null && (error || (rpc !== "0" && rpc !== "OK"))) return { text: `rpc ${rpc}`, error };
  if (!error) return null;
  const type = first(span.attributes, "error.type", "exception.type");
  return { text: type === null ? "error" : type.slice(type.lastIndexOf(".") + 1), error };
}

/** `retry 1` for a resent HTTP request. */
export function retry(span: Span): string | null {
  const resent = first(span.attributes, "http.request.resend_count");
  return resent === null || resent === "0" ? null : `retry ${resent}`;
}

const STATEMENTS = ["db.query.text", "db.statement"] as const;

export const statement = (span: Span): string | null => first(span.attributes, ...STATEMENTS);

/** The keys that are shown as the statement, and need not be shown twice. */
export const isStatement = (key: string): boolean => (STATEMENTS as readonly string[]).includes(key);

export interface SqlToken {
  readonly text: string;
  readonly keyword: boolean;
}

const SQL_KEYWORDS =
  /\b(select|insert|into|update|delete|from|where|values|set|join|left|right|inner|outer|on|group|order|by|having|limit|offset|union|all|distinct|returning|conflict|do|nothing|for|begin|commit|rollback|and|or|not|null|is|in|as|with|exists|between|like|case|when|then|else|end)\b/gi;

/** Splits a statement at its keywords so that they can be set in bold; the text itself is not touched. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let from = 0;
  for (const match of sql.matchAll(SQL_KEYWORDS)) {
    if (match.index > from) tokens.push({ text: sql.slice(from, match.index), keyword: false });
    tokens.push({ text: match[0], keyword: true });
    from = match.index + match[0].length;
  }
  if (from < sql.length) tokens.push({ text: sql.slice(from), keyword: false });
  return tokens;
}
