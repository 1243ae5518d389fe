import { pathToFileURL } from "node:url";
import { checklist, finish, launch, openPage, PHONE, screenshots, violations } from "./browser.mjs";

/**
 * Checks the ledger of a running server, in which an attribute key stands out and is to be dropped or hashed:
 *
 *     node e2e/ledger-page.mjs BASE_URL SERVICE KEY [FOLDER_FOR_SCREENSHOTS]
 */
export async function checkLedgerPage(browser, base, service, key, folder) {
  const { check, failures } = checklist("ledger");
  const shoot = await screenshots(folder);
  await checkAdvice(browser, base, service, key, check, shoot);
  for (const colorScheme of ["light", "dark"]) await checkLooks(browser, base, colorScheme, check, shoot);
  await checkPhone(browser, base, service, key, check, shoot);
  return failures;
}

const shown = (locator, timeout = 5_000) =>
  locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );

const verdictOf = async (page) => (await page.locator("h1.verdict").textContent()) ?? "";

async function clean(page, errors, where, check) {
  const found = await violations(page);
  check(found.length === 0, `axe finds nothing serious ${where}${found.map((line) => `\n     ${line}`).join("")}`);
  check(errors.length === 0, `no errors ${where} ${errors.join("; ")}`);
}

async function checkAdvice(browser, base, service, key, check, shoot) {
  const { page, errors, close } = await openPage(browser);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${base}/status`);
  await page.locator("h1.verdict").waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  check(await shown(page.locator(".ledger tbody tr").first()), "g l leads to the ledger");
  check((await verdictOf(page)).includes(key), `the first line names the key: ${await verdictOf(page)}`);
  await page.getByLabel("Service", { exact: true }).selectOption(service);
  await page.waitForURL(/service=/, { timeout: 2_000 }).catch(() => {});
  await page.locator(".ledger tbody .service", { hasNotText: service }).first().waitFor({ state: "detached" });
  check((await page.locator(".ledger tbody tr").count()) > 0, "the keys of one service");
  await page.getByLabel("Order").selectOption("bytes");
  await page.waitForURL(/order=bytes/, { timeout: 2_000 }).catch(() => {});
  check(/service=.*order=bytes/.test(page.url()), "service and order stand in the address");
  await page.getByRole("button", { name: key }).first().click();
  const rule = page.getByLabel("Policy rule");
  check(await shown(rule), "a click on a key opens it, with the rule that would follow");
  check(/action: (drop|hash)/.test((await rule.textContent()) ?? ""), "to drop or hash it");
  await page.getByRole("button", { name: "Copy rule" }).click();
  check(await shown(page.getByText("Rule copied")), "which can be copied");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  check(copied.startsWith("attributes:\n  - key: "), "as the policy takes it");
  await shoot(page, "ledger-rule");
  await clean(page, errors, "with an open key", check);
  await page.waitForURL(/key=/, { timeout: 2_000 }).catch(() => {});
  await page.reload();
  check(await shown(rule), "a link shows the same key");
  await page.keyboard.press("Escape");
  await rule.waitFor({ state: "detached", timeout: 2_000 }).catch(() => {});
  check((await rule.count()) === 0, "esc closes it");
  await page.keyboard.press("j");
  check(await shown(page.locator("tr.detail")), "j opens the first");
  await page.getByRole("link", { name: "The policy", exact: true }).click();
  check(await shown(page.getByLabel("Policy draft, YAML")), "the policy's editor is a click away");
  check(errors.length === 0, `no errors in the ledger ${errors.join("; ")}`);
  await close();
}

async function checkLooks(browser, base, colorScheme, check, shoot) {
  const { page, errors, close } = await openPage(browser, { colorScheme });
  await page.goto(`${base}/ledger`);
  await page.locator(".ledger tbody tr").first().waitFor();
  await page.waitForTimeout(300);
  await shoot(page, `ledger-${colorScheme}`);
  await clean(page, errors, `in ${colorScheme}`, check);
  await close();
}

async function checkPhone(browser, base, service, key, check, shoot) {
  const { page, errors, close } = await openPage(browser, { viewport: PHONE });
  await page.goto(`${base}/ledger?service=${service}`);
  await page.getByRole("button", { name: key }).first().click();
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll("main *")]
      .filter((element) => {
        const { right, width } = element.getBoundingClientRect();
        return width > 0 && right > window.innerWidth + 1 && element.closest("pre") === null;
      })
      .map((element) => element.className)
      .join(),
  );
  check(wide === "", `nothing is wider than a phone ${wide}`);
  await shoot(page, "ledger-phone");
  await clean(page, errors, "on a phone", check);
  await close();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , base, service, key, folder] = process.argv;
  if (base === undefined || service === undefined || key === undefined) {
    console.error("node e2e/ledger-page.mjs BASE_URL SERVICE KEY [FOLDER_FOR_SCREENSHOTS]");
    process.exit(2);
  }
  const browser = await launch();
  const failures = await checkLedgerPage(browser, base.replace(/\/$/, ""), service, key, folder).finally(() =>
    browser.close(),
  );
  finish(failures);
}
