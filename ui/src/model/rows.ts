import { type Branch, type Call, type Group, leadOf, type Tree } from "./tree";

/**
 * What the reader has folded: a span's key means that its children are hidden, `+` and the key of a group's first span
 * that the group is spread out. So a trace nobody has touched is the empty set.
 */
export type Folds = ReadonlySet<string>;

export interface Row {
  /** The group's first call for a group. */
  readonly call: Call;
  readonly group: Group | null;
  readonly depth: number;
  readonly foldable: boolean;
  readonly open: boolean;
}

export interface Rows {
  readonly list: readonly Row[];
  /** The row that shows each span, by span index: its own, or that of the ancestor or group that hides it. */
  readonly ofSpan: Int32Array;
}

export function foldKey(tree: Tree, branch: Branch): string {
  const key = tree.keys[leadOf(branch).span]!;
  return branch.kind === "group" ? `+${key}` : key;
}

export const branchOf = (row: Row): Branch => row.group ?? row.call;

export function isOpen(tree: Tree, branch: Branch, folds: Folds): boolean {
  return folds.has(foldKey(tree, branch)) === (branch.kind === "group");
}

export function visibleRows(tree: Tree, folds: Folds): Rows {
  const list: Row[] = [];
  const ofSpan = new Int32Array(tree.trace.spans.length);
  const stack: { branch: Branch; depth: number }[] = [];
  const push = (branches: readonly Branch[], depth: number) => {
    for (let i = branches.length - 1; i >= 0; i--) stack.push({ branch: branches[i]!, depth });
  };
  push(tree.roots, 0);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { branch, depth } = next;
    const below = branch.kind === "group" ? branch.members : branch.branches;
    const open = isOpen(tree, branch, folds);
    const row = {
      call: leadOf(branch),
      group: branch.kind === "group" ? branch : null,
      depth,
      foldable: below.length > 0,
      open,
    };
    claim(ofSpan, branch, open, list.length);
    list.push(row);
    if (open) push(below, depth + 1);
  }
  return { list, ofSpan };
}

/** A closed row shows its whole subtree; an open one only its own spans, since each row below claims its own. */
function claim(ofSpan: Int32Array, branch: Branch, open: boolean, row: number): void {
  if (branch.kind === "group") {
    if (!open) for (const call of branch.members) ofSpan.fill(row, call.first, call.end);
  } else if (!open) {
    ofSpan.fill(row, branch.first, branch.end);
  } else {
    ofSpan[branch.span] = row;
    if (branch.client !== null) ofSpan[branch.client] = row;
  }
}

/** Folds or unfolds one row. */
export function toggle(tree: Tree, folds: Folds, branch: Branch): Folds {
  const key = foldKey(tree, branch);
  const next = new Set(folds);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** Opens everything above a span, so that it has a row of its own. Spread-out groups only as far as needed. */
export function reveal(tree: Tree, folds: Folds, span: number): Folds {
  const next = new Set(folds);
  let call: Call | null = tree.callOf[span]!;
  let self = true;
  while (call !== null) {
    if (!self) next.delete(foldKey(tree, call));
    if (call.group !== null && !self) next.add(foldKey(tree, call.group));
    self = false;
    call = call.parent;
  }
  return next.size === folds.size && [...next].every((key) => folds.has(key)) ? folds : next;
}

export const NOTHING_FOLDED: Folds = new Set();

/** Every call with children folded; groups closed. */
export function allFolded(tree: Tree): Folds {
  const folds = new Set<string>();
  for (const call of tree.callOf) if (call.branches.length > 0) folds.add(foldKey(tree, call));
  return folds;
}

/** Folds the deepest open level, or opens the shallowest closed one. Groups stay as they are. */
export function foldLevel(tree: Tree, folds: Folds, direction: "fold" | "unfold"): Folds {
  const rows = visibleRows(tree, folds).list.filter((row) => row.group === null && row.foldable);
  const chosen = rows.filter((row) => row.open === (direction === "fold"));
  if (chosen.length === 0) return folds;
  const depths = chosen.map((row) => row.depth);
  const level = depths.reduce((a, b) => (direction === "fold" ? Math.max(a, b) : Math.min(a, b)));
  const next = new Set(folds);
  for (const row of chosen) {
    if (row.depth !== level) continue;
    if (direction === "fold") next.add(foldKey(tree, row.call));
    else next.delete(foldKey(tree, row.call));
  }
  return next;
}
