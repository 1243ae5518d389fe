import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DESK, finish, launch, openPage, PHONE } from "./browser.mjs";

/**
 * Takes the pictures of the documentation from a running demo: `node e2e/screenshots.mjs BASE_URL [TRACE_ID]`.
 *
 * Without a trace id it takes, of the newest complete traces of POST /checkout, the one of median duration: nothing is
 * picked by hand. Inter and JetBrains Mono stand in for the system fonts where they are installed.
 */

const FOLDER = fileURLToPath(new URL("../../docs/screenshots", import.meta.url));
const BYTES_MAX = 400_000;
const FONTS = { "--sans": "Inter, system-ui, sans-serif", "--mono": '"JetBrains Mono", ui-monospace, monospace' };

async function ask(base, path) {
  const answer = await fetch(base + path);
  if (!answer.ok) throw new Error(`${answer.status} for ${path}: ${await answer.text()}`);
  return answer.json();
}

async function medianCheckout(base) {
  const q = encodeURIComponent('{ name = "POST /checkout" && kind = server }');
  const { traces } = await ask(base, `/api/v1/search?limit=60&q=${q}`);
  const whole = [];
  for (const summary of traces.filter(({ services }) => services.length >= 6)) {
    const trace = await ask(base, `/api/v1/traces/${summary.traceId}`);
    if (trace.completeness.state === "complete") whole.push(summary);
  }
  if (whole.length === 0)
    throw new Error("no complete trace of POST /checkout over six services; is the demo running?");
  whole.sort((a, b) => a.durationNanos - b.durationNanos);
  return whole[Math.floor(whole.length / 2)].traceId;
}

async function shoot(browser, url, ready, name, { viewport = DESK, colorScheme = "light" } = {}) {
  const { page, errors, close } = await openPage(browser, { viewport, colorScheme });
  await page.goto(url);
  await page.locator(ready).first().waitFor();
  await page.evaluate((fonts) => {
    for (const [token, value] of Object.entries(fonts)) document.documentElement.style.setProperty(token, value);
  }, FONTS);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(300);
  const file = join(FOLDER, `${name}.png`);
  await page.screenshot({ path: file });
  await close();
  const { size } = await stat(file);
  console.log(`${name}.png ${Math.round(size / 1000)} kB`);
  return [...errors, ...(size > BYTES_MAX ? [`${name}.png has ${size} bytes, more than ${BYTES_MAX}`] : [])];
}

const [, , url, traceId] = process.argv;
if (url === undefined) {
  console.error("node e2e/screenshots.mjs BASE_URL [TRACE_ID]");
  process.exit(2);
}
const base = url.replace(/\/$/, "");
const trace = `${base}/trace/${traceId ?? (await medianCheckout(base))}`;
await mkdir(FOLDER, { recursive: true });
const browser = await launch();
const failures = [];
try {
  for (const colorScheme of ["light", "dark"]) {
    failures.push(...(await shoot(browser, trace, "[role=treeitem]", `trace-${colorScheme}`, { colorScheme })));
    failures.push(
      ...(await shoot(browser, `${base}/explore`, ".results li", `explore-${colorScheme}`, { colorScheme })),
    );
  }
  failures.push(...(await shoot(browser, trace, "[role=treeitem]", "trace-phone", { viewport: PHONE })));
  failures.push(...(await shoot(browser, `${base}/status`, ".facts", "status-light")));
} finally {
  await browser.close();
}
for (const failure of failures) console.error(failure);
finish(failures);
