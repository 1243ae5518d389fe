import { finish, launch, PHONE } from "./browser.mjs";
import { picture } from "./pictures.mjs";

/**
 * Takes the pictures of sampling: `node e2e/sampling-screenshots.mjs BASE_URL [TRACE_ID_TO_EXPLAIN]`. The server has a
 * policy with a rule named baseline, traces come to it (`./hopwise simulate`) and a window is open. Without a trace id it
 * explains the newest stored one.
 */

async function newestTrace(base) {
  const answer = await fetch(`${base}/api/v1/search?limit=1`);
  if (!answer.ok) throw new Error(`${answer.status} for a search: ${await answer.text()}`);
  const { traces } = await answer.json();
  if (traces.length === 0) throw new Error("no trace is stored; do traces come?");
  return traces[0].traceId;
}

const [, , url, explained] = process.argv;
if (url === undefined) {
  console.error("node e2e/sampling-screenshots.mjs BASE_URL [TRACE_ID_TO_EXPLAIN]");
  process.exit(2);
}
const base = url.replace(/\/$/, "");
const explain = `${base}/sampling/explain/${explained ?? (await newestTrace(base))}`;

/** Without its rule for errors and with a tenth of its baseline, tried and not put in force. */
async function tryChange(page) {
  const text = page.getByLabel("Policy draft, YAML");
  const yaml = await text.inputValue();
  const draft = yaml
    .replace(/ *- name: errors\n(?: {4}.*\n)+/, "")
    .replace(/(name: baseline\n\s+sample: \{ probability: )[\d.]+/, "$10.005");
  await text.fill(draft);
  await text.press("Control+Enter");
  await page.locator(".compare tbody tr").first().waitFor({ timeout: 60_000 });
  await text.press("Escape");
}

const browser = await launch();
const failures = [];
const take = async (...picked) => failures.push(...(await picture(browser, ...picked)));
try {
  for (const colorScheme of ["light", "dark"]) {
    await take(explain, ".explained", `sampling-${colorScheme}`, { colorScheme });
    await take(`${base}/sampling/policy`, ".yaml", `sampling-draft-${colorScheme}`, { colorScheme, before: tryChange });
  }
  await take(`${base}/sampling/windows/new?q=%7B+status+%3D+error+%7D`, ".open-window", "sampling-window-light");
  await take(`${base}/sampling`, ".rules", "sampling-phone", { viewport: PHONE });
} finally {
  await browser.close();
}
for (const failure of failures) console.error(failure);
finish(failures);
