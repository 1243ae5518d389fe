import { describe, expect, it } from "vitest";
import { listedKey, nameSuggestions, spotAt, take, valueSuggestions } from "../src/model/completion";

/** `|` stands for the caret. */
function at(marked: string) {
  const caret = marked.indexOf("|");
  return spotAt(marked.replace("|", ""), caret);
}

const text = (value: string) => ({ type: "string", value }) as const;

describe("completion of a query", () => {
  it("offers names where a condition begins", () => {
    expect(at("{ |")).toEqual({ key: null, typed: "", from: 2, to: 2 });
    expect(at('{ name = "x" && .http.ro| }')).toMatchObject({ key: null, typed: ".http.ro" });
    expect(at("{ (dur|ation > 3s) }")).toEqual({ key: null, typed: "dur", from: 3, to: 11 });
  });
  it("offers values behind an operator, quoted or not", () => {
    expect(at("{ status = e| }")).toEqual({ key: "status", typed: "e", from: 11, to: 12 });
    expect(at('{ span.http.route = "/ca|" }')).toEqual({ key: "span.http.route", typed: "/ca", from: 20, to: 25 });
    expect(at('{ name != "POST /c|')).toMatchObject({ key: "name", typed: "POST /c", to: 18 });
  });
  it("offers nothing where it cannot know", () => {
    const nowhere = ["|", "{ } | ", "{ duration > 3|", "{ name |", '{ .a = 1 } >> "|', '{ name = "x" } |'];
    expect(nowhere.map(at)).toEqual(nowhere.map(() => null));
    expect(at('{ .a = "x\\"y|" }')).toMatchObject({ key: ".a", from: 7 });
    expect(at('{ name = "x" |')).toBeNull();
  });
  it("puts first what begins as typed", () => {
    const keys = ["span.db.duration.bucket", "resource.service.name", "span.odd key"];
    expect(nameSuggestions("dur", keys)).toEqual(["duration", "traceDuration", "span.db.duration.bucket"]);
    expect(nameSuggestions(".serv", keys)).toEqual(["resource.service.name", "rootServiceName"]);
    expect(nameSuggestions("odd", keys)).toEqual(['span."odd key"']);
    expect(nameSuggestions("kind", keys)).toEqual([]);
  });
  it("writes values as TraceQL does", () => {
    const spot = at("{ span.http.route = | }")!;
    expect(valueSuggestions(spot, [text("/cart"), { type: "int", value: "3" }])).toEqual(['"/cart"', "3"]);
    expect(valueSuggestions(at("{ kind = s| }")!, [])).toEqual(["server", "consumer", "unspecified"]);
  });
  it("asks for a root's values as for any span's, and for none that are known", () => {
    expect(listedKey("rootServiceName")).toBe("resource.service.name");
    expect(listedKey("span.http.route")).toBe("span.http.route");
    expect(listedKey("status")).toBeNull();
  });
  it("replaces what was typed, its quotes included", () => {
    const query = '{ name = "PO" }';
    expect(take(query, spotAt(query, 12)!, '"POST /checkout"')).toEqual({
      query: '{ name = "POST /checkout" }',
      caret: 25,
    });
  });
});
