import { pathToFileURL } from "node:url";
import { checklist, finish, launch, openPage, PHONE, screenshots, violations } from "./browser.mjs";

/**
 * Checks the trace page of a running server in a browser.
 *
 *     node e2e/trace-page.mjs BASE_URL TRACE_ID [FOLDER_FOR_SCREENSHOTS]
 *
 * The trace needs a root, at least six services, a queue and a statement on the way.
 */
export async function checkTracePage(browser, base, traceId, folder) {
  const { check, failures } = checklist("trace");
  const shoot = await screenshots(folder);
  const url = `${base}/trace/${traceId}`;

  for (const colorScheme of ["light", "dark"]) {
    const { page, errors, close } = await openPage(browser, { colorScheme });
    await page.goto(url);
    await page.locator("[role=treeitem]").first().waitFor();
    if (colorScheme === "light") await checkContents(page, check);
    await shoot(page, `trace-${colorScheme}`);
    if (colorScheme === "light") await checkKeys(page, check, shoot);
    const found = await violations(page);
    check(
      found.length === 0,
      `axe finds nothing serious in ${colorScheme}${found.map((line) => `\n     ${line}`).join("")}`,
    );
    check(errors.length === 0, `no errors in ${colorScheme} ${errors.join("; ")}`);
    await close();
  }
  await checkCase(browser, base, traceId, check);
  await checkPhone(browser, url, check, shoot);
  return failures;
}

async function checkContents(page, check) {
  const verdict = (await page.locator("h1.verdict").textContent()) ?? "";
  check(/^\d[\d\u202f.]* (ns|µs|ms|s|min)/.test(verdict), `the verdict begins with the duration: ${verdict}`);
  check(
    /→| between | All of it in the root/.test(verdict),
    "the verdict names the hop with the largest part of the path",
  );
  check(
    (await page.locator(".head .pill b").first().textContent())?.match(/Complete|Late|Partial/) !== null,
    "completeness is said in a word",
  );
  const services = await servicesShown(page);
  check(services.size >= 6, `at least six services in the waterfall: ${[...services].join(", ")}`);
  check(
    (await page.locator('.rows [title="queue"]').count()) > 0 || (await seen(page, '[title="queue"]')),
    "a queue has a row",
  );
  check(
    (await page.locator('.rows [title="database"]').count()) > 0 || (await seen(page, '[title="database"]')),
    "a statement has a row",
  );
  check((await page.locator(".rows .thread").count()) > 3, "the critical path is drawn");
  check((await page.locator(".strip g").count()) > 1, "the critical path is unrolled below the minimap");
}

/** The rows are virtual: all of them are seen only by going down the list. */
async function whileScrolling(page, look) {
  const rows = page.locator(".rows");
  const height = await rows.evaluate((element) => element.scrollHeight);
  for (let top = 0; top < Math.min(height, 60_000); top += 400) {
    await rows.evaluate((element, to) => element.scrollTo({ top: to }), top);
    await page.waitForTimeout(30);
    if (await look()) return true;
  }
  return false;
}

async function servicesShown(page) {
  const found = new Set();
  await whileScrolling(page, async () => {
    for (const name of await page.locator(".rows .sv").allTextContents()) found.add(name);
    return found.size >= 12;
  });
  await page.locator(".rows").evaluate((element) => element.scrollTo({ top: 0 }));
  await page.waitForTimeout(50);
  return found;
}

async function seen(page, selector) {
  const found = await whileScrolling(page, async () => (await page.locator(`.rows ${selector}`).count()) > 0);
  await page.locator(".rows").evaluate((element) => element.scrollTo({ top: 0 }));
  return found;
}

async function checkKeys(page, check, shoot) {
  for (const key of ["j", "j", "j"]) await page.keyboard.press(key);
  await page.waitForURL(/[?&]span=[0-9a-f]{16}/, { timeout: 2_000 }).catch(() => {});
  const span = new URL(page.url()).searchParams.get("span");
  check(span !== null, "going down by keyboard is in the address");
  const chosen = await page.locator("[role=treeitem][aria-selected=true]").textContent();
  check(await page.locator(".side .hop").isVisible(), "the selected span is told in the panel");
  await shoot(page, "trace-selected");
  await page.reload();
  await page
    .locator("[role=treeitem][aria-selected=true]")
    .waitFor({ timeout: 3_000 })
    .catch(() => {});
  const again = await page
    .locator("[role=treeitem][aria-selected=true]")
    .textContent()
    .catch(() => null);
  check(chosen !== null && again === chosen, `a reload of the link selects the same span: ${again}`);
  await page.keyboard.press("c");
  check((await page.locator(".rows .thread").count()) === 0, "c hides the critical path");
  await page.keyboard.press("c");
  const before = await page.locator("[role=tree]").evaluate((element) => element.scrollHeight);
  await page.keyboard.press("]");
  await page.waitForTimeout(100);
  const folded = await page.locator("[role=tree]").evaluate((element) => element.firstElementChild?.clientHeight ?? 0);
  check(folded < before, "] folds the rows");
  await page.keyboard.press("[");
  await checkZoom(page, check);
  await page.keyboard.press("?");
  check(await page.locator("dialog.help").isVisible(), "? lists the keys");
  await page.keyboard.press("Escape");
}

async function checkZoom(page, check) {
  const box = await page.locator(".overview").boundingBox();
  const x = (share) => box.x + box.width * share;
  await page.mouse.move(x(0.2), box.y + 20);
  await page.mouse.down();
  await page.mouse.move(x(0.4), box.y + 20, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/zoom=/, { timeout: 2_000 }).catch(() => {});
  check(/zoom=[\d.]+-[\d.]+/.test(page.url()), "dragging on the minimap zooms, and the address says so");
  const outside = await page
    .locator(".behind-rows .drop")
    .evaluateAll((lines) => lines.filter((line) => Number(line.getAttribute("x1")) < 400).length);
  check(outside === 0, "nothing is drawn over the names when zoomed");
  await page.locator(".overview").dblclick({ position: { x: box.width * 0.3, y: 20 } });
  await page.waitForURL((url) => !url.searchParams.has("zoom"), { timeout: 2_000 }).catch(() => {});
  check(!page.url().includes("zoom="), "a double click sees all again");
}

async function checkCase(browser, base, traceId, check) {
  const { page, close } = await openPage(browser);
  await page.goto(`${base}/trace/${traceId.toUpperCase()}`);
  await page
    .locator("[role=treeitem]")
    .first()
    .waitFor({ timeout: 5_000 })
    .catch(() => {});
  check((await page.locator("[role=treeitem]").count()) > 0, "a trace id in capitals opens the same trace");
  await close();
}

async function checkPhone(browser, url, check, shoot) {
  const { page, errors, close } = await openPage(browser, { viewport: PHONE });
  await page.goto(url);
  await page.locator("[role=treeitem]").first().waitFor();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  check(!overflow, "nothing is wider than a phone");
  await shoot(page, "trace-phone");
  const found = await violations(page);
  check(found.length === 0, `axe finds nothing serious on a phone ${found.join("; ")}`);
  await page.locator("[role=treeitem]").nth(2).click();
  check(await page.locator(".side .hop").isVisible(), "a tap opens the sheet");
  await page.waitForTimeout(200);
  await shoot(page, "trace-phone-sheet");
  check(errors.length === 0, `no errors on a phone ${errors.join("; ")}`);
  await close();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , base, traceId, folder] = process.argv;
  if (base === undefined || traceId === undefined) {
    console.error("node e2e/trace-page.mjs BASE_URL TRACE_ID [FOLDER_FOR_SCREENSHOTS]");
    process.exit(2);
  }
  const browser = await launch();
  const failures = await checkTracePage(browser, base.replace(/\/$/, ""), traceId, folder).finally(() =>
    browser.close(),
  );
  finish(failures);
}
