import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

/** The one browser that all checks share: the first Chromium on the path, or what `CHROMIUM` names. */

const NAMES = ["chromium", "chromium-browser", "google-chrome", "chrome"];

function findChromium() {
  if (process.env.CHROMIUM !== undefined) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
  if (found === undefined)
    throw new Error(`no Chromium on the path: looked for ${NAMES.join(", ")}; CHROMIUM may name one`);
  return found;
}

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export const launch = () => chromium.launch({ executablePath: findChromium(), args: ARGS });

/** A page that remembers what went wrong in its console. Failed answers that a check provokes are not errors of the page. */
export async function openPage(browser, { viewport = DESK, colorScheme = "light" } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  const errors = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("response", (response) => {
    const api = new URL(response.url()).pathname.startsWith("/api/");
    if (response.status() >= 400 && !(api && response.status() < 500))
      errors.push(`${response.status()} ${response.url()}`);
  });
  page.on("request", (request) => {
    const to = new URL(request.url());
    if (!["data:", "blob:"].includes(to.protocol) && !["127.0.0.1", "localhost"].includes(to.hostname))
      errors.push(`a call to ${to.host}`);
  });
  return { page, errors, close: () => context.close() };
}

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The serious and critical violations of WCAG 2.2 A and AA, as readable lines. */
export async function violations(page) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }),
  );
  return result.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes
          .slice(0, 3)
          .map((node) => node.html.slice(0, 160))
          .join(" | ")}`,
    );
}

/** Collects what does not hold, so that one run tells all of it. */
export function checklist(name) {
  const failures = [];
  return {
    check(holds, what) {
      if (!holds) failures.push(what);
      console.log(`${holds ? "ok  " : "FAIL"} ${name}: ${what}`);
    },
    failures,
  };
}

export async function screenshots(folder) {
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  return async (page, name) => folder !== undefined && (await page.screenshot({ path: join(folder, `${name}.png`) }));
}

/** For the scripts called from a shell: ends with 1 when anything failed. */
export function finish(failures) {
  if (failures.length > 0) {
    console.error(`${failures.length} of the checks failed`);
    process.exit(1);
  }
}
