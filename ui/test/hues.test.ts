import { describe, expect, it } from "vitest";
import { assignHues, hash, HUES, hueOf } from "../src/model/hues";

const TEN = ["gateway", "auth", "checkout", "payments", "cart", "catalog", "pricing", "shipping", "orders", "notify"];

describe("service hues", () => {
  it("differ for the first ten services", () => {
    expect(new Set(assignHues(new Map(), TEN).values()).size).toBe(HUES);
  });
  it("are the one the hash points at while it is free", () => {
    expect(assignHues(new Map(), ["gateway"]).get("gateway")).toBe(hash("gateway") % HUES);
  });
  it("do not depend on the order in which services are met in one trace", () => {
    expect(assignHues(new Map(), TEN)).toEqual(assignHues(new Map(), TEN.toReversed()));
  });
  it("stay when further services come", () => {
    const before = assignHues(new Map(), TEN.slice(0, 4));
    const after = assignHues(before, TEN);
    for (const [name, hue] of before) expect(after.get(name)).toBe(hue);
  });
  it("repeat evenly above ten", () => {
    const many = Array.from({ length: 25 }, (_, i) => `service-${i}`);
    const users = new Map<number, number>();
    for (const hue of assignHues(new Map(), many).values()) users.set(hue, (users.get(hue) ?? 0) + 1);
    expect(Math.max(...users.values())).toBe(3);
    expect(Math.min(...users.values())).toBe(2);
  });
  it("exist for names that were never assigned one", () => {
    expect(hueOf(new Map(), "unheard")).toBe(hash("unheard") % HUES);
  });
  it("remember a bounded number of names", () => {
    const many = Array.from({ length: 2_000 }, (_, i) => `service-${i}`);
    expect(assignHues(new Map(), many).size).toBe(500);
  });
});
