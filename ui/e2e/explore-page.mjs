import { pathToFileURL } from "node:url";
import { checklist, finish, launch, openPage, PHONE, screenshots, violations } from "./browser.mjs";

/**
 * Checks Explore and Status of a running server that holds traces of the last hour.
 *
 *     node e2e/explore-page.mjs BASE_URL [FOLDER_FOR_SCREENSHOTS]
 */
export async function checkExplorePage(browser, base, folder) {
  const { check, failures } = checklist("explore");
  const shoot = await screenshots(folder);

  for (const colorScheme of ["light", "dark"]) {
    const { page, errors, close } = await openPage(browser, { colorScheme });
    await page.goto(`${base}/`);
    await page.locator(".results li").first().waitFor();
    check(
      /\d trace/.test((await page.locator("h1.verdict").textContent()) ?? ""),
      `the first line says what is shown, ${colorScheme}`,
    );
    await shoot(page, `explore-${colorScheme}`);
    const found = await violations(page);
    check(
      found.length === 0,
      `axe finds nothing serious in ${colorScheme}${found.map((line) => `\n     ${line}`).join("")}`,
    );
    check(errors.length === 0, `no errors in ${colorScheme} ${errors.join("; ")}`);
    await close();
  }
  await checkAsking(browser, base, check, shoot);
  await checkCompletion(browser, base, check, shoot);
  await checkOpening(browser, base, check);
  await checkStatus(browser, base, check, shoot);
  await checkPhone(browser, base, check, shoot);
  return failures;
}

async function checkAsking(browser, base, check, shoot) {
  const { page, errors, close } = await openPage(browser);
  await page.goto(`${base}/explore`);
  await page.locator(".results li").first().waitFor();
  await page.getByLabel("errors only").check();
  check((await page.getByLabel("TraceQL query").inputValue()) === "{ status = error }", "the builder writes TraceQL");
  await page.waitForURL(/q=/, { timeout: 2_000 }).catch(() => {});
  check(new URL(page.url()).searchParams.get("q") === "{ status = error }", "the query is in the address");
  await page.getByLabel("TraceQL query").fill("{ duration > 300x }");
  await page.keyboard.press("Enter");
  await page
    .locator("#query-error")
    .waitFor({ timeout: 3_000 })
    .catch(() => {});
  check(await page.locator("#query-error").isVisible(), "a wrong query is told in words");
  check(
    (await page.locator(".under u").allTextContents()).join("").trim() === "300x",
    "a wrong query is underlined at its place",
  );
  check((await page.locator(".results li").count()) > 0, "the answer before stays");
  await shoot(page, "explore-wrong-query");
  check(errors.length === 0, `no errors while asking ${errors.join("; ")}`);
  await close();
}

async function checkCompletion(browser, base, check, shoot) {
  const { page, errors, close } = await openPage(browser);
  await page.goto(`${base}/explore`);
  await page.locator(".results li").first().waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("{ resource.serv");
  const name = page.getByRole("option", { name: "resource.service." }).first();
  await name.waitFor({ timeout: 3_000 }).catch(() => {});
  check(await name.isVisible(), "the query line offers attribute keys");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("{ kind = ser");
  await page.getByRole("option", { name: "server" }).waitFor({ timeout: 3_000 });
  await shoot(page, "explore-completion");
  const found = await violations(page);
  check(found.length === 0, `axe finds nothing serious in the suggestions ${found.join("; ")}`);
  await page.keyboard.press("Tab");
  const query = page.getByLabel("TraceQL query");
  check((await query.inputValue()) === "{ kind = server", "tab takes the first suggestion");
  await page.keyboard.type(" }");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=/, { timeout: 2_000 }).catch(() => {});
  check(new URL(page.url()).searchParams.get("q") === "{ kind = server }", "enter runs what is written");
  check(errors.length === 0, `no errors while completing ${errors.join("; ")}`);
  await close();
}

async function checkOpening(browser, base, check) {
  const { page, errors, close } = await openPage(browser);
  await page.goto(`${base}/explore`);
  await page.locator(".results li").first().waitFor();
  const older = page.getByRole("button", { name: "Older" });
  if (await older.count()) {
    const before = Number((await page.locator("h1.verdict b").first().textContent())?.replace(/\D/g, ""));
    await older.click();
    await page
      .waitForFunction(
        (count) => Number(document.querySelector("h1.verdict b")?.textContent?.replace(/\D/g, "")) > count,
        before,
        { timeout: 5_000 },
      )
      .catch(() => {});
    const after = Number((await page.locator("h1.verdict b").first().textContent())?.replace(/\D/g, ""));
    check(after > before, `Older brings more: ${before} → ${after}`);
  }
  await page.reload();
  await page.locator(".results li").first().waitFor();
  const href = await page.locator(".results li a").first().getAttribute("href");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page
    .locator("[role=treeitem]")
    .first()
    .waitFor({ timeout: 5_000 })
    .catch(() => {});
  check(page.url().includes(href.split("?")[0]), "j and enter open the newest trace");
  const traceId = href.split("/")[2].split("?")[0];
  await page.keyboard.press("Control+k");
  await page.keyboard.type(` ${traceId.toUpperCase()} `);
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/trace/${traceId}`), { timeout: 3_000 }).catch(() => {});
  check(page.url().includes(`/trace/${traceId}`), "the jump box opens a trace id in any case");
  check(errors.length === 0, `no errors while opening ${errors.join("; ")}`);
  await close();
}

async function checkStatus(browser, base, check, shoot) {
  const { page, errors, close } = await openPage(browser);
  await page.goto(`${base}/status`);
  await page.locator(".facts").first().waitFor();
  const verdict = (await page.locator("h1.verdict").textContent()) ?? "";
  check(/received/.test(verdict) && !/unaccounted/.test(verdict), `the books balance: ${verdict}`);
  const found = await violations(page);
  check(found.length === 0, `axe finds nothing serious in Status ${found.join("; ")}`);
  await shoot(page, "status");
  check(errors.length === 0, `no errors in Status ${errors.join("; ")}`);
  await close();
}

async function checkPhone(browser, base, check, shoot) {
  const { page, close } = await openPage(browser, { viewport: PHONE });
  await page.goto(`${base}/`);
  await page.locator(".results li").first().waitFor();
  check(
    !(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)),
    "nothing is wider than a phone",
  );
  const found = await violations(page);
  check(found.length === 0, `axe finds nothing serious on a phone ${found.join("; ")}`);
  await shoot(page, "explore-phone");
  await close();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , base, folder] = process.argv;
  if (base === undefined) {
    console.error("node e2e/explore-page.mjs BASE_URL [FOLDER_FOR_SCREENSHOTS]");
    process.exit(2);
  }
  const browser = await launch();
  const failures = await checkExplorePage(browser, base.replace(/\/$/, ""), folder).finally(() => browser.close());
  finish(failures);
}
