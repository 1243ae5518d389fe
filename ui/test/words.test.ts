import { describe, expect, it } from "vitest";
import { bytes, clockMillis, count, counted, dated, duration, offset, percent, uptime } from "../src/model/words";
import { epochMillis, nanos } from "../src/types/time";

const MS = 1_000_000;
const time = (millis: number) => duration(nanos(millis * MS));

describe("durations", () => {
  it("are milliseconds up to two seconds", () => {
    expect(time(913)).toBe("913 ms");
    expect(time(1_204)).toBe("1\u202f204 ms");
    expect(time(1_999.4)).toBe("1\u202f999 ms");
    expect(time(2_000)).toBe("2 s");
    expect(time(2_345)).toBe("2.35 s");
    expect(time(12_400)).toBe("12.4 s");
  });
  it("keep one decimal only where it says something", () => {
    expect(time(8.24)).toBe("8.2 ms");
    expect(time(8)).toBe("8 ms");
    expect(time(9.96)).toBe("10 ms");
    expect(time(0.64)).toBe("640 µs");
    expect(time(0.0082)).toBe("8.2 µs");
    expect(duration(nanos(640))).toBe("640 ns");
    expect(duration(nanos(0))).toBe("0 ms");
  });
  it("never show a thousand of a unit where the next unit is meant", () => {
    expect(duration(nanos(999_700))).toBe("1 ms");
    expect(time(59_960)).toBe("1 min");
  });
  it("name at most two parts beyond a minute", () => {
    expect(time(200_000)).toBe("3 min 20 s");
    expect(time(7_500_000)).toBe("2 h 5 min");
    expect(time(180_000)).toBe("3 min");
    expect(uptime(93_600)).toBe("1 d 2 h");
    expect(uptime(0.2)).toBe("0 s");
  });
  it("have a true minus and a plus where they are offsets", () => {
    expect(offset(nanos(-12 * MS))).toBe("\u221212 ms");
    expect(offset(nanos(3 * MS))).toBe("+3 ms");
  });
});

describe("numbers", () => {
  it("are in thin groups", () => {
    expect(count(1_840)).toBe("1\u202f840");
    expect(count(1_234_567)).toBe("1\u202f234\u202f567");
    expect(count(-12_000)).toBe("\u221212\u202f000");
    expect(count(999)).toBe("999");
  });
  it("agree with their noun", () => {
    expect(counted(1, "span")).toBe("1 span");
    expect(counted(0, "span")).toBe("0 spans");
    expect(counted(2, "query", "queries")).toBe("2 queries");
  });
  it("as shares never claim nothing or all when it is not", () => {
    expect(percent(0.518)).toBe("52 %");
    expect(percent(0.004)).toBe("0.4 %");
    expect(percent(0.0001)).toBe("< 0.1 %");
    expect(percent(0)).toBe("0 %");
    expect(percent(0.999)).toBe("> 99 %");
    expect(percent(1)).toBe("100 %");
  });
  it("of bytes are decimal", () => {
    expect(bytes(999)).toBe("999 B");
    expect(bytes(4_312)).toBe("4.3 kB");
    expect(bytes(2_400_000)).toBe("2.4 MB");
    expect(bytes(140_000_000)).toBe("140 MB");
  });
});

describe("times of day", () => {
  const at = epochMillis(new Date(2026, 10, 22, 14, 6, 20, 482).getTime());
  it("are in the viewer's zone, with the date only when it is not today's", () => {
    expect(clockMillis(at)).toBe("14:06:20.482");
    expect(dated(at, epochMillis(at + 1_000))).toBe("14:06:20");
    expect(dated(at, epochMillis(at + 86_400_000))).toBe("2026-11-22 14:06:20");
  });
});
