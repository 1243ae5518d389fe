import { describe, expect, it } from "vitest";
import { validate } from "../src/api/http";
import * as schema from "../src/api/ledgerSchema";
import { formatLedgerView, keyId, ledgerLink, parseLedgerView } from "../src/model/ledgerUrl";
import {
  exampleWords,
  flagged,
  flaggedFirst,
  foldedPieces,
  intervalWords,
  keyWords,
  ledgerFoot,
  ledgerVerdict,
  precisionWords,
  queriedWords,
} from "../src/model/ledgerWords";
import { policySnippet, yamlText } from "../src/model/policySnippet";
import type { Piece } from "../src/model/verdict";
import type { LedgerKey } from "../src/types/ledger";
import { epochMillis } from "../src/types/time";

const said = (pieces: readonly Piece[]) => pieces.map((piece) => piece.text).join("");
const NOW = epochMillis(new Date(2026, 10, 27, 12, 0, 0).getTime());
const iso = (before: number) => new Date(NOW - before).toISOString();

const wire = (part: object = {}) => ({
  service: "orders",
  scope: "span",
  key: "request.id",
  spans: 120_400,
  bytes: 6_622_000,
  byteShare: 0.1312,
  relativeError: 0.0121,
  distinct: 118_300,
  distinctLow: 81_000,
  distinctHigh: 118_300,
  distinctInspected: 7_420,
  inspected: 7_525,
  inspectedShare: 0.0625,
  newValues: 988,
  newValuesInspected: 1_002,
  spansBefore: 118_000,
  distinctBefore: 0,
  lastQueriedAt: null,
  shape: "uuid",
  example: "6f1c8f0e",
  exampleCut: false,
  flags: ["cardinality"],
  advice: "drop",
  reason: "no query is known to have used it",
  ...part,
});

const body = (...keys: object[]) => ({
  from: iso(3_600_000),
  to: iso(0),
  distinctFrom: iso(7_200_000),
  distinctTo: iso(-3_600_000),
  since: iso(5_400_000),
  queriesSince: iso(1_800_000),
  keys,
  keysLeftOut: 0,
  foldedSpanNames: [],
});

const read = (...keys: object[]) => validate("ledger", schema.ledger, body(...keys));
const row = (part: object = {}): LedgerKey => read(wire(part)).keys[0]!;
const verdict = (...parts: object[]) => said(ledgerVerdict(parts.map(row)));

describe("the first line of the ledger", () => {
  it("names who writes what, and what it costs", () => {
    expect(verdict({})).toBe("orders writes a new value of request.id into every span: 13 % of its bytes.");
    expect(verdict({ newValues: 400 })).toBe(
      "orders writes a new value of request.id into 40 % of the spans that have it: 13 % of its bytes.",
    );
    expect(verdict({ newValues: 0 })).toBe("orders wrote about 118\u202f300 values of request.id: 13 % of its bytes.");
    expect(verdict({ newValuesInspected: 0, newValues: 0, distinct: 600, distinctLow: 600, distinctHigh: 600 })).toBe(
      "orders wrote 600 values of request.id: 13 % of its bytes.",
    );
    expect(verdict({ flags: ["bytes"], key: "db.query.text", byteShare: 0.31 })).toBe(
      "db.query.text takes 31 % of the bytes of orders.",
    );
    expect(verdict({ flags: ["keys"], key: "(other)", example: "x.4711" })).toBe(
      "orders has more attribute keys than are counted one by one, such as x.4711: 13 % of its bytes.",
    );
    expect(verdict({ scope: "intrinsic", key: "name" })).toBe(
      "orders writes a new value of span name into every span: 13 % of its bytes.",
    );
  });

  it("is about the dearest, and counts the others", () => {
    const dear = { key: "big", bytes: 9e9, flags: ["bytes"], byteShare: 0.5 };
    expect(verdict({}, dear)).toBe("big takes 50 % of the bytes of orders. 1 more key stands out.");
    expect(verdict({}, dear, { key: "c" }, { key: "d", flags: [] })).toMatch(/ 2 more keys stand out\.$/);
    expect(flagged([row({ flags: [] })])).toEqual([]);
  });

  it("does not say every span of a key that only some have", () => {
    expect(verdict({}, { key: "service.name", scope: "resource", spans: 900_000, flags: [] })).toBe(
      "orders writes a new value of request.id into every span that has it: 13 % of its bytes.",
    );
    expect(verdict({}, { service: "other", spans: 900_000, flags: [] })).toMatch(/into every span: /);
  });

  it("names what can be dropped before what senders have to change", () => {
    const dearer = { key: "url.full", bytes: 9e9, advice: "template" };
    expect(flagged([row(dearer), row({ advice: "keep" }), row()]).map((each) => each.advice)).toEqual([
      "drop",
      "template",
      "keep",
    ]);
    expect(flaggedFirst([row({ flags: [], key: "rest" }), row(dearer), row()]).map((each) => each.key)).toEqual([
      "request.id",
      "url.full",
      "rest",
    ]);
  });

  it("says so when there is nothing to say", () => {
    expect(verdict({ flags: [] })).toBe("No attribute stands out.");
    expect(verdict()).toBe("No attribute stands out.");
  });
});

describe("figures of the ledger", () => {
  it("come with what they stand on", () => {
    expect(intervalWords(row())).toBe("[81\u202f000, 118\u202f300]");
    expect(intervalWords(row({ distinctLow: 118_300 }))).toBe("");
    expect(precisionWords(row())).toBe("± 1 %");
    expect(precisionWords(row({ relativeError: 0 }))).toBe("");
    expect(queriedWords(row(), NOW)).toBe("none known");
    expect(queriedWords(row({ lastQueriedAt: iso(60_000) }), NOW)).toBe("11:59:00");
    expect(exampleWords(row({ exampleCut: true }))).toBe("6f1c8f0e…");
    expect(keyWords(row())).toBe("request.id");
    expect(ledgerFoot(read(), NOW)).toEqual([
      "Spans and bytes 11:00:00 – 12:00:00",
      "values since 10:30:00",
      "queries known since 11:30:00",
    ]);
  });

  it("tell under what folded names are measured", () => {
    const folded = { service: "orders", example: "GET /1", names: 101, templatedSpans: 12_000, otherSpans: 0 };
    expect(said(foldedPieces(folded))).toBe(
      "orders has 101 span names, such as GET /1. Since the start were measured under templates 12\u202f000 spans.",
    );
    expect(said(foldedPieces({ ...folded, otherSpans: 1 }))).toMatch(/spans, under \(other\) 1 span\.$/);
  });

  it("tell of services without a name for an example", () => {
    const folded = { service: "(other)", example: "", names: 7, templatedSpans: 0, otherSpans: 0 };
    expect(said(foldedPieces(folded))).toBe("(other) has 7 span names.");
  });

  it("are refused when they are not as documented", () => {
    expect(() => read(wire({ advice: "burn" }))).toThrow(/advice/);
    expect(() => read(wire({ byteShare: 1.2 }))).toThrow(/byteShare/);
  });
});

describe("the rule that follows an advice", () => {
  it("is an entry of the policy", () => {
    expect(policySnippet(row())).toBe(
      "attributes:\n  - key: request.id\n    scope: [span]\n    services: [orders]\n    action: drop\n",
    );
    expect(policySnippet(row({ advice: "hash", scope: "resource", key: "host.name" }))).toMatch(/action: hash\n$/);
  });

  it("is none where none can follow", () => {
    expect(policySnippet(row({ advice: "keep" }))).toBeNull();
    expect(policySnippet(row({ advice: "template" }))).toBeNull();
    expect(policySnippet(row({ scope: "intrinsic", key: "name" }))).toBeNull();
    expect(policySnippet(row({ key: "(other)" }))).toBeNull();
    expect(policySnippet(row({ scope: "resource", key: "service.name" }))).toBeNull();
  });

  it("quotes what YAML would read as something else", () => {
    expect(["user.email", "a-b/c", "true", "No", "4711", "a: b", "a, b", 'say "x"', "", "- x"].map(yamlText)).toEqual([
      "user.email",
      "a-b/c",
      '"true"',
      '"No"',
      '"4711"',
      '"a: b"',
      '"a, b"',
      '"say \\"x\\""',
      '""',
      '"- x"',
    ]);
  });
});

describe("addresses of the ledger", () => {
  it("keep service, order and the key that is open", () => {
    const open = keyId({ scope: "span", service: "orders", key: "a&b=c" });
    expect(parseLedgerView(formatLedgerView({ service: "", order: "bytes", open }))).toEqual({
      service: "",
      order: "bytes",
      open,
    });
    expect(ledgerLink({ service: "orders", open })).toBe("/ledger?service=orders&scope=span&key=a%26b%3Dc");
    expect(parseLedgerView("service=orders&scope=span&key=a%26b%3Dc").open).toBe(open);
    expect(ledgerLink({})).toBe("/ledger");
    expect(parseLedgerView("order=what&key=x")).toEqual({ service: "", order: "flags", open: "" });
  });
});
