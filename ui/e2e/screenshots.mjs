import { finish, launch, PHONE } from "./browser.mjs";
import { picture } from "./pictures.mjs";

/**
 * Takes the pictures of the documentation from a running demo: `node e2e/screenshots.mjs BASE_URL [TRACE_ID]`.
 *
 * Without a trace id it takes, of the newest complete traces of POST /checkout, the one of median duration: nothing is
 * picked by hand.
 */

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

const [, , url, traceId] = process.argv;
if (url === undefined) {
  console.error("node e2e/screenshots.mjs BASE_URL [TRACE_ID]");
  process.exit(2);
}
const base = url.replace(/\/$/, "");
const trace = `${base}/trace/${traceId ?? (await medianCheckout(base))}`;
const browser = await launch();
const failures = [];
try {
  for (const colorScheme of ["light", "dark"]) {
    failures.push(...(await picture(browser, trace, "[role=treeitem]", `trace-${colorScheme}`, { colorScheme })));
    failures.push(
      ...(await picture(browser, `${base}/explore`, ".results li", `explore-${colorScheme}`, { colorScheme })),
    );
  }
  failures.push(...(await picture(browser, trace, "[role=treeitem]", "trace-phone", { viewport: PHONE })));
  failures.push(...(await picture(browser, `${base}/status`, ".facts", "status-light")));
} finally {
  await browser.close();
}
for (const failure of failures) console.error(failure);
finish(failures);
