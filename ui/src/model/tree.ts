import type { Span, Trace } from "../types/trace";
import { failed, target } from "./spanWords";

/**
 * One row's worth of work: a span, or the client and the server span of one call, which share a row. `client` is set
 * only for a CLIENT span whose one child is a SERVER span; everything else stands for itself.
 */
export interface Call {
  readonly kind: "call";
  /** Index of the span that the row is about: the server's for a call with both sides. */
  readonly span: number;
  readonly client: number | null;
  readonly branches: Branch[];
  readonly group: Group | null;
  readonly parent: Call | null;
  /** The subtree is the spans from `first` up to but without `end`. */
  readonly first: number;
  readonly end: number;
  readonly errorsBelow: number;
  /** Begun after its parent had ended, or handed over by a queue: nobody waited for it. */
  readonly async: boolean;
}

/** Three or more siblings of one service, name, kind and target. */
export interface Group {
  readonly kind: "group";
  readonly members: readonly Call[];
  readonly errors: number;
}

export type Branch = Call | Group;

export interface Tree {
  readonly trace: Trace;
  readonly roots: readonly Branch[];
  /** The call each span belongs to, by span index. */
  readonly callOf: readonly Call[];
  readonly callCount: number;
  /** A name for each span in links: its id, and `-2`, `-3` … where a trace holds the same id again. */
  readonly keys: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
}

/** From so many equal siblings on they become one row. */
export const GROUP_MIN = 3;

type Draft = { -readonly [K in keyof Call]: Call[K] };

/** Builds the rows' tree in time linear in the spans, without recursion: a chain may be as deep as a trace is long. */
export function buildTree(trace: Trace): Tree {
  const { spans } = trace;
  const clientOf = pairCalls(spans);
  const absorbed = new Set(clientOf.values());
  const ends = subtreeEnds(spans);
  const callOf: Draft[] = [];
  const roots: Draft[] = [];
  const order: Draft[] = [];
  for (let i = 0; i < spans.length; i++) {
    if (absorbed.has(i)) continue;
    const client = clientOf.get(i) ?? null;
    const head = client ?? i;
    const parentIndex = spans[head]!.parent;
    const parent = parentIndex === null ? null : callOf[parentIndex]!;
    const call: Draft = {
      kind: "call",
      span: i,
      client,
      branches: [],
      group: null,
      parent,
      first: head,
      end: ends[head]!,
      errorsBelow: 0,
      async: isAsync(spans, head),
    };
    callOf[i] = call;
    if (client !== null) callOf[client] = call;
    (parent === null ? roots : parent.branches).push(call);
    order.push(call);
  }
  countErrors(spans, order);
  for (const call of order) call.branches = grouped(spans, call.branches as Draft[]);
  const keys = spanKeys(spans);
  const indexOf = new Map(keys.map((key, i) => [key, i]));
  return { trace, roots: grouped(spans, roots), callOf, callCount: order.length, keys, indexOf };
}

/** Senders repeat ids, and Zipkin's client and server share one; every row must still be one to choose. */
function spanKeys(spans: readonly Span[]): string[] {
  const seen = new Map<string, number>();
  return spans.map(({ spanId }) => {
    const nth = (seen.get(spanId) ?? 0) + 1;
    seen.set(spanId, nth);
    return nth === 1 ? spanId : `${spanId}-${nth}`;
  });
}

/** Server index → client index, for each CLIENT span with exactly one child, of kind SERVER. */
function pairCalls(spans: readonly Span[]): Map<number, number> {
  const children = new Int32Array(spans.length);
  const lastChild = new Int32Array(spans.length);
  spans.forEach((span, i) => {
    if (span.parent === null) return;
    children[span.parent]!++;
    lastChild[span.parent] = i;
  });
  const clientOf = new Map<number, number>();
  spans.forEach((span, i) => {
    const child = lastChild[i]!;
    if (span.kind === "CLIENT" && children[i] === 1 && spans[child]!.kind === "SERVER") clientOf.set(child, i);
  });
  return clientOf;
}

/** Depth-first order makes every subtree one run of indexes. */
function subtreeEnds(spans: readonly Span[]): Int32Array {
  const ends = new Int32Array(spans.length);
  for (let i = spans.length - 1; i >= 0; i--) {
    ends[i] = Math.max(ends[i]!, i + 1);
    const parent = spans[i]!.parent;
    if (parent !== null) ends[parent] = Math.max(ends[parent]!, ends[i]!);
  }
  return ends;
}

function isAsync(spans: readonly Span[], head: number): boolean {
  const span = spans[head]!;
  if (span.parent === null) return false;
  const parent = spans[span.parent]!;
  return (
    (span.kind === "CONSUMER" && parent.kind === "PRODUCER") ||
    span.start >= parent.start + Math.max(parent.duration, 1)
  );
}

export function callFailed(spans: readonly Span[], call: Call): boolean {
  return failed(spans[call.span]!) || (call.client !== null && failed(spans[call.client]!));
}

function countErrors(spans: readonly Span[], order: readonly Draft[]): void {
  for (let i = order.length - 1; i >= 0; i--) {
    const call = order[i]!;
    if (call.parent !== null) {
      (call.parent as Draft).errorsBelow += call.errorsBelow + (callFailed(spans, call) ? 1 : 0);
    }
  }
}

function grouped(spans: readonly Span[], siblings: readonly Draft[]): Branch[] {
  if (siblings.length < GROUP_MIN) return [...siblings];
  const alike = new Map<string, Draft[]>();
  for (const call of siblings) {
    const span = spans[call.span]!;
    const key = JSON.stringify([span.service, span.name, span.kind, target(span)]);
    const members = alike.get(key);
    if (members === undefined) alike.set(key, [call]);
    else members.push(call);
  }
  const branches: Branch[] = [];
  for (const members of alike.values()) {
    if (members.length < GROUP_MIN) {
      branches.push(...members);
      continue;
    }
    const errors = members.filter((call) => call.errorsBelow > 0 || callFailed(spans, call)).length;
    const group: Group = { kind: "group", members, errors };
    for (const call of members) call.group = group;
    branches.push(group);
  }
  return branches.sort((a, b) => firstIndex(a) - firstIndex(b));
}

export const leadOf = (branch: Branch): Call => (branch.kind === "group" ? branch.members[0]! : branch);

const firstIndex = (branch: Branch): number => leadOf(branch).first;

export interface GroupPlace {
  /** From 1. */
  readonly nth: number;
  readonly of: number;
  readonly previous: number | null;
  readonly next: number | null;
}

/** Where a call stands among its equal siblings; null when it has fewer than two of them. */
export function groupPlace(call: Call): GroupPlace | null {
  const { group } = call;
  if (group === null) return null;
  const at = group.members.indexOf(call);
  return {
    nth: at + 1,
    of: group.members.length,
    previous: group.members[at - 1]?.span ?? null,
    next: group.members[at + 1]?.span ?? null,
  };
}
