import type { FoldedNames, Ledger, LedgerKey, LedgerOrder } from "../types/ledger";
import type { EpochMillis } from "../types/time";
import { fact, type Piece, plain } from "./verdict";
import { count, counted, dated, percent } from "./words";

/** The key under which what found no room is counted together. */
const OTHER = "(other)";

export const isOther = ({ key }: LedgerKey): boolean => key === OTHER;

export const keyWords = (row: Pick<LedgerKey, "scope" | "key">): string =>
  row.scope === "intrinsic" ? `span ${row.key}` : row.key;

/** Of the values looked at so many must be new for it to be said of the present. */
const NEW_SHARE = 0.05;

/** `orders writes a new value of request.id into every span: 13 % of its bytes.` */
function sentence(row: LedgerKey, spansOfService: number): Piece[] {
  const { service } = row;
  const key = fact(keyWords(row));
  const cost = [plain(": "), fact(percent(row.byteShare)), plain(" of its bytes.")];
  if (isOther(row) || row.flags.includes("keys")) {
    return [
      fact(service),
      plain(" has more attribute keys than are counted one by one, such as "),
      fact(row.example),
      ...cost,
    ];
  }
  if (!row.flags.includes("cardinality")) {
    return [key, plain(" takes "), fact(percent(row.byteShare)), plain(" of the bytes of "), fact(service), plain(".")];
  }
  const fresh = row.newValuesInspected === 0 ? 0 : row.newValues / row.newValuesInspected;
  if (fresh < NEW_SHARE) {
    return [
      fact(service),
      plain(" wrote "),
      fact(`${approximately(row)}${count(row.distinct)}`),
      plain(" values of "),
      key,
      ...cost,
    ];
  }
  const all = row.spans >= 0.9 * spansOfService;
  const where = fresh < 0.9 ? `${percent(fresh)} of the spans that have it` : `every span${all ? "" : " that has it"}`;
  return [fact(service), plain(" writes a new value of "), key, plain(` into ${where}`), ...cost];
}

const approximately = (row: LedgerKey): string => (row.distinctLow === row.distinctHigh ? "" : "about ");

/** What the policy can be told comes before what senders have to change, and that before what queries use. */
const URGENCY: readonly LedgerKey["advice"][] = ["drop", "hash", "template", "keep"];

/** What stands out: by what there is to do, then the dearest first. */
export const flagged = (keys: readonly LedgerKey[]): LedgerKey[] =>
  keys
    .filter((row) => row.flags.length > 0)
    .sort((a, b) => URGENCY.indexOf(a.advice) - URGENCY.indexOf(b.advice) || b.bytes - a.bytes);

/** What stands out first, in the order in which it is told; then the rest as the server sent it. */
export const flaggedFirst = (keys: readonly LedgerKey[]): LedgerKey[] => [
  ...flagged(keys),
  ...keys.filter((row) => row.flags.length === 0),
];

/** `orders writes a new value of request.id into every span: 13 % of its bytes. 2 more keys stand out.` */
export function ledgerVerdict(keys: readonly LedgerKey[]): Piece[] {
  const [first, ...more] = flagged(keys);
  if (first === undefined) return [fact("No attribute stands out.")];
  const spans = Math.max(...keys.filter((row) => row.service === first.service).map((row) => row.spans));
  const told = sentence(first, spans);
  if (more.length === 0) return told;
  return [
    ...told,
    plain(" "),
    fact(counted(more.length, "more key")),
    plain(more.length === 1 ? " stands out." : " stand out."),
  ];
}

/** `[81 000, 118 300]`, empty where it was counted. */
export const intervalWords = ({ distinctLow, distinctHigh }: LedgerKey): string =>
  distinctLow === distinctHigh ? "" : `[${count(distinctLow)}, ${count(distinctHigh)}]`;

/** `± 1.2 %`, empty where it was counted. */
export const precisionWords = ({ relativeError }: LedgerKey): string =>
  relativeError === 0 ? "" : `± ${percent(relativeError)}`;

export const queriedWords = ({ lastQueriedAt }: LedgerKey, now: EpochMillis): string =>
  lastQueriedAt === null ? "none known" : dated(lastQueriedAt, now);

export const exampleWords = ({ example, exampleCut }: LedgerKey): string => (exampleCut ? `${example}…` : example);

export const ORDER_WORDS: Readonly<Record<LedgerOrder, string>> = {
  flags: "what stands out first",
  bytes: "most bytes first",
  spans: "most spans first",
  distinct: "most values first",
};

export const FLAG_WORDS: Readonly<Record<string, string>> = {
  cardinality: "many values",
  bytes: "many bytes",
  keys: "many keys",
};

export const ADVICE_WORDS: Readonly<Record<LedgerKey["advice"], string>> = {
  keep: "keep",
  drop: "drop it",
  hash: "hash it",
  template: "make it a template",
};

/** `orders has 101 span names, such as GET /orders/6f1c. Since the start were measured under templates 9 spans.` */
export function foldedPieces(folded: FoldedNames): Piece[] {
  const under = [
    folded.templatedSpans > 0 ? `under templates ${counted(folded.templatedSpans, "span")}` : "",
    folded.otherSpans > 0 ? `under ${OTHER} ${counted(folded.otherSpans, "span")}` : "",
  ].filter((part) => part !== "");
  return [
    fact(folded.service),
    plain(` has ${counted(folded.names, "span name")}`),
    ...(folded.example === "" ? [] : [plain(", such as "), fact(folded.example)]),
    plain(under.length === 0 ? "." : `. Since the start were measured ${under.join(", ")}.`),
  ];
}

/** What the figures are about, for the bottom line. */
export function ledgerFoot(ledger: Ledger, now: EpochMillis): string[] {
  return [
    `Spans and bytes ${dated(ledger.from, now)} – ${dated(ledger.to, now)}`,
    `values since ${dated(ledger.distinctFrom < ledger.since ? ledger.since : ledger.distinctFrom, now)}`,
    `queries known since ${dated(ledger.queriesSince, now)}`,
  ];
}
