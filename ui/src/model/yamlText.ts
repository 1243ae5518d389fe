import type { TextProblem } from "../types/policy";

/** A line of the draft, with what is to be seen of it. */
export interface DraftLine {
  readonly number: number;
  /** Not in the text that is in force. */
  readonly changed: boolean;
  readonly wrong: boolean;
  /** The line in three pieces, the middle one underlined; all of it in the first where nothing is wrong. */
  readonly parts: readonly [string, string, string];
}

/** What the server said about a text, which may have changed since. */
export interface Verdict {
  readonly text: string;
  readonly problems: readonly TextProblem[];
}

export interface OpenProblem extends TextProblem {
  /** Whether its line is still as the server read it. */
  readonly current: boolean;
}

export const linesOf = (text: string): string[] => text.split("\n");

export function openProblems(draft: string, said: Verdict | null): OpenProblem[] {
  if (said === null) return [];
  const before = linesOf(said.text);
  const now = linesOf(draft);
  return said.problems.map((problem) => ({
    ...problem,
    current: before[problem.line - 1] === now[problem.line - 1],
  }));
}

export function draftLines(draft: string, inForce: string, problems: readonly OpenProblem[]): DraftLine[] {
  const lines = linesOf(draft);
  const kept = commonLines(linesOf(inForce), lines);
  const wrong = new Map(problems.filter((each) => each.current).map((each) => [each.line, each]));
  return lines.map((line, i) => {
    const problem = wrong.get(i + 1);
    return {
      number: i + 1,
      changed: !kept.has(i),
      wrong: problem !== undefined,
      parts: problem === undefined ? [line, "", ""] : underlined(line, problem.column - 1),
    };
  });
}

/** From the place to the end of the word there; at a line's end a place of its own, so that there is something to see. */
function underlined(line: string, at: number): [string, string, string] {
  const from = Math.max(0, Math.min(at, line.length));
  const word = /^(?:"[^"]*"|'[^']*'|[^\s,}\]]+|\S)/.exec(line.slice(from))?.[0] ?? "\u00a0";
  return [line.slice(0, from), word, line.slice(from + word.length)];
}

/** Beyond this every line would be compared with every other for too long between two keys. */
const LINES_MAX = 1_500;

/** The places in `after` of a longest common run of lines; all of them where the texts are too long to say. */
export function commonLines(before: readonly string[], after: readonly string[]): Set<number> {
  if (before.length > LINES_MAX || after.length > LINES_MAX) return new Set(after.keys());
  const width = after.length + 1;
  const longest = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        before[i] === after[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const kept = new Set<number>();
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    if (before[i] === after[j]) {
      kept.add(j);
      i++;
      j++;
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++;
    else j++;
  }
  return kept;
}

/** How many lines differ, whichever way. */
export function changedCount(inForce: string, draft: string): number {
  const before = linesOf(inForce);
  const after = linesOf(draft);
  const kept = commonLines(before, after).size;
  return Math.max(before.length, after.length) - kept;
}

/** Where a line and column are in the text, in characters from 0; the nearest place there is. */
export function caretOf(text: string, line: number, column: number): number {
  const lines = linesOf(text);
  const at = Math.max(0, Math.min(line - 1, lines.length - 1));
  const before = lines.slice(0, at).reduce((sum, each) => sum + each.length + 1, 0);
  return before + Math.max(0, Math.min(column - 1, lines[at]!.length));
}

/** The selection indented or, with `back`, outdented by two: YAML knows no tabs. */
export function indent(
  text: string,
  from: number,
  to: number,
  back: boolean,
): { text: string; from: number; to: number } {
  if (from === to && !back) return { text: `${text.slice(0, from)}  ${text.slice(to)}`, from: from + 2, to: to + 2 };
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const block = text.slice(start, to);
  const shifted = linesOf(block).map((line) => (back ? line.replace(/^ {1,2}/, "") : `  ${line}`));
  const next = shifted.join("\n");
  const first = shifted[0]!.length - linesOf(block)[0]!.length;
  return {
    text: text.slice(0, start) + next + text.slice(to),
    from: Math.max(start, from + first),
    to: start + next.length,
  };
}
