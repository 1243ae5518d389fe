import { checklist, finish, launch, openPage } from "./browser.mjs";

/**
 * Checks Zipkin's own page on the answers of a running server that has traces of two services, the first one calling
 * the other:
 *
 *     node e2e/lens.mjs ADDRESS_OF_LENS CALLER CALLEE
 */
const [, , base, caller, callee] = process.argv;
if (callee === undefined) {
  console.error("node e2e/lens.mjs ADDRESS_OF_LENS CALLER CALLEE");
  process.exit(2);
}

const { check, failures } = checklist("lens");
const browser = await launch();
const { page, errors } = await openPage(browser);

await page.goto(`${base}?lookback=15m&limit=10&serviceName=${caller}&endTs=${Date.now()}`);
await page.getByText("Run Query").click();
const shows = page.getByText("Show", { exact: true });
await shows.first().waitFor();
check((await shows.count()) === 10, `a search tells as many traces as were asked for: ${await shows.count()}`);
check((await page.getByText(`${caller}: `).count()) > 0, "their first spans are the caller's");

await page.goto(`${base}?lookback=15m&limit=1&serviceName=${callee}&endTs=${Date.now()}`);
await page.getByText("Run Query").click();
await shows.first().click();
const total = page.getByText("Total Spans").locator("..");
await total.waitFor();
check(/[1-9]/.test((await total.textContent()) ?? ""), `a trace opens: ${await total.textContent()}`);
await page.getByText(`${callee}: `).first().click();
check((await page.getByText("service.version").count()) > 0, "a span tells its attributes");

const hour = 3_600_000;
const dependencies = page.waitForResponse((response) => response.url().includes("/api/v2/dependencies"));
await page.goto(`${base}dependency?startTime=${Date.now() - hour}&endTime=${Date.now()}`);
const links = await (await dependencies).json();
check(
  links.some((link) => link.parent === caller && link.child === callee),
  "the dependencies have the caller's edge",
);
await page.locator("canvas").first().waitFor();
check(errors.length === 0, `no errors ${errors.join("; ")}`);

await browser.close();
finish(failures);
