import { type EpochMillis, NANOS_PER_MILLI, NANOS_PER_SECOND, type Nanos } from "../types/time";

/** How numbers and times are written: thin groups, a space before the unit, a true minus, three digits where they do. */

const THIN = "\u202f";
const MINUS = "\u2212";

const two = (value: number): string => String(value).padStart(2, "0");

/** `1 840`, whole. */
export function count(value: number): string {
  const digits = Math.abs(Math.round(value))
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, THIN);
  return value < 0 && digits !== "0" ? MINUS + digits : digits;
}

/** `63 spans`, `1 span`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `913 ms`, `8.2 ms`, `640 µs`, `1 204 ms`, `2.35 s`, `3 min 20 s`: milliseconds up to two seconds. */
export function duration(value: Nanos): string {
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : "";
  if (size === 0) return "0 ms";
  if (size < 1_000) return `${sign}${Math.round(size)} ns`;
  if (size < 999_500) return `${sign}${short(size / 1_000)} µs`;
  if (size < 2 * NANOS_PER_SECOND) return `${sign}${short(size / NANOS_PER_MILLI)} ms`;
  if (size < 59.95 * NANOS_PER_SECOND) return `${sign}${significant(size / NANOS_PER_SECOND)} s`;
  return sign + clockwork(Math.round(size / NANOS_PER_SECOND));
}

function short(value: number): string {
  return value < 9.95 ? trimZero(value.toFixed(1)) : count(value);
}

function significant(value: number): string {
  return trimZero(value < 9.995 ? value.toFixed(2) : value.toFixed(1));
}

function trimZero(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** `3 min 20 s`, `2 h 5 min`, `4 d 2 h`: the two largest parts that are not zero. */
function clockwork(seconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, name]) => `${amount} ${name}`)
    .join(" ");
}

/** `+3 ms`, `−12 ms`. */
export function offset(value: Nanos): string {
  return value < 0 ? duration(value) : `+${duration(value)}`;
}

export function uptime(seconds: number): string {
  return seconds < 1 ? "0 s" : clockwork(Math.round(seconds));
}

/** `52 %`, `0.4 %`; a share that is neither nothing nor all is never rounded to it. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return "< 0.1 %";
  if (value > 99.5 && value < 100) return "> 99 %";
  return value > 0 && value < 0.95 ? `${value.toFixed(1)} %` : `${Math.round(value)} %`;
}

/** `1 005`, `4.2`, `< 0.1`: something per second, of which a little is never nothing. */
export function perSecond(value: number): string {
  if (value > 0 && value < 0.05) return "< 0.1";
  return value < 9.95 ? trimZero(value.toFixed(1)) : count(value);
}

/** `06:13`, `1:06:13`: what is left until a time, never below zero. */
export function countdown(until: EpochMillis, now: EpochMillis): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

/** `4.3 kB`, `2.4 MB`: decimal, since disks and networks are sold so. */
export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let rest = value;
  let unit = 0;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1_000;
    unit++;
  }
  return `${unit > 0 && rest < 9.95 ? trimZero(rest.toFixed(1)) : Math.round(rest)} ${units[unit]}`;
}

/** `14:06:20` in the viewer's zone. */
export function clock(time: EpochMillis): string {
  const date = new Date(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `14:06:20.482`. */
export function clockMillis(time: EpochMillis): string {
  return `${clock(time)}.${String(new Date(time).getMilliseconds()).padStart(3, "0")}`;
}

/** The date stands before the time only when it is not today's. */
export function dated(time: EpochMillis, now: EpochMillis, write = clock): string {
  const date = new Date(time);
  const today = date.toDateString() === new Date(now).toDateString();
  return today
    ? write(time)
    : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${write(time)}`;
}

/** Whole seconds until `millis` after `since`; 0 once that has passed. */
export function secondsLeft(since: EpochMillis, millis: number, now: EpochMillis): number {
  return Math.max(0, Math.ceil((since + millis - now) / 1_000));
}
