import { pathToFileURL } from "node:url";
import { checklist, finish, launch, openPage, PHONE, screenshots, violations } from "./browser.mjs";

/**
 * Checks the services of a running server to which spans come:
 *
 *     node e2e/services-page.mjs BASE_URL SERVICE [FOLDER_FOR_SCREENSHOTS]
 *
 * The service takes requests, and a trace of it is stored.
 */
export async function checkServicesPage(browser, base, service, folder) {
  const { check, failures } = checklist("services");
  const shoot = await screenshots(folder);
  await checkWalk(browser, base, service, check, shoot);
  await checkLinks(browser, base, service, check);
  for (const colorScheme of ["light", "dark"]) await checkLooks(browser, base, service, colorScheme, check, shoot);
  await checkPhone(browser, base, service, check, shoot);
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

const namesIn = (page) => page.locator(".services tbody th a").allTextContents();

/** From anywhere to a trace that stands behind a figure, with the keyboard as far as it goes. */
async function checkWalk(browser, base, service, check, shoot) {
  const { page, errors, close } = await openPage(browser);
  await page.goto(`${base}/explore`);
  await page.locator("h1.verdict, .state").first().waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("v");
  check(await shown(page.locator(".services tbody tr").first()), "g v leads to the services");
  check(/service/.test(await verdictOf(page)), `the first line says how they are: ${await verdictOf(page)}`);
  check((await page.locator(".services .spark").count()) > 0, "with their last minutes");
  const before = await namesIn(page);
  await page.getByRole("button", { name: "service", exact: true }).click();
  const byName = await namesIn(page);
  check(byName.join() === byName.toSorted((a, b) => a.localeCompare(b)).join(), "sorted by name on a click");
  check(byName.length === before.length, "with nothing lost");
  await page.waitForURL(/sort=service/, { timeout: 2_000 }).catch(() => {});
  check(/sort=service/.test(page.url()), "the order stands in the address");
  await page.keyboard.press("/");
  await page.keyboard.type(service);
  check(
    (await namesIn(page)).every((name) => name.includes(service)),
    "/ finds a service",
  );
  await page.getByLabel("Find a service").fill("no such service");
  check(await shown(page.getByText("is named like that")), "no match says so");
  await page.getByLabel("Find a service").fill(service);
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  check((await page.locator(".services tr.on").count()) === 1, "j picks a row");
  await page.keyboard.press("Enter");
  check(await shown(page.locator(".chart").nth(2)), "↵ opens it, with rate, errors and durations");
  check(page.url().includes(`/services/${service}`), "at an address of its own");
  check((await verdictOf(page)).startsWith(service), `its first line: ${await verdictOf(page)}`);
  check((await page.locator(".operations tbody tr").count()) > 0, "its operations are told");
  check(await shown(page.locator(".side .sec h2", { hasText: "Called by" })), "and who calls it");
  check(
    await shown(page.locator(".side .sec h2", { hasText: "Metrics and traces" })),
    "and where traces and metrics differ",
  );
  await page
    .locator(".chart svg")
    .first()
    .hover({ position: { x: 300, y: 60 } });
  check(/\d\d:\d\d:\d\d/.test((await page.locator(".chart figcaption").first().textContent()) ?? ""), "hovering reads");
  await page.keyboard.press("t");
  check(await shown(page.locator(".values tbody tr").first()), "t shows the values as a table");
  await shoot(page, "service-table");
  await clean(page, errors, "in the table", check);
  await page.keyboard.press("t");
  await page.locator(".exemplars a").first().click();
  check(await shown(page.locator("[role=treeitem]").first()), "a diamond opens a trace that exists");
  check(errors.length === 0, `no errors on the way ${errors.join("; ")}`);
  await close();
}

async function checkLinks(browser, base, service, check) {
  const { page, errors, close } = await openPage(browser);
  await page.goto(`${base}/services/${service}`);
  const chart = page.locator(".chart svg").first();
  await chart.waitFor();
  const { x, y } = await chart.boundingBox();
  await page.mouse.move(x + 200, y + 40);
  await page.mouse.down();
  await page.mouse.move(x + 500, y + 40);
  await page.mouse.up();
  await page.waitForURL(/from=.*to=/, { timeout: 2_000 }).catch(() => {});
  check(/from=.*to=/.test(page.url()), "a drag zooms, and the address says to where");
  await page.reload();
  check(await shown(page.locator("input[type=datetime-local]").first()), "a reload shows the same time");
  await page.keyboard.press("Escape");
  await page.waitForURL(/\/services\?from=/, { timeout: 2_000 }).catch(() => {});
  check(/\/services\?from=/.test(page.url()), "esc leads to all services of that time");
  await page.goto(`${base}/services/no.such%2Fservice/`);
  check(await shown(page.getByText("No span of no.such/service was received")), "an unknown service says so");
  await page.goto(`${base}/services/${service}?last=9z&sort=what`);
  check(await shown(page.locator("h1.verdict")), "nonsense in the address is left out");
  check(errors.length === 0, `no errors in links ${errors.join("; ")}`);
  await close();
}

async function checkLooks(browser, base, service, colorScheme, check, shoot) {
  const { page, errors, close } = await openPage(browser, { colorScheme });
  await page.goto(`${base}/services`);
  await page.locator(".services .spark").first().waitFor();
  await shoot(page, `services-${colorScheme}`);
  await clean(page, errors, `in ${colorScheme}`, check);
  await page.goto(`${base}/services/${service}`);
  await page.locator(".chart").nth(2).waitFor();
  await shown(page.locator(".gaps"));
  await shoot(page, `service-${colorScheme}`);
  await clean(page, errors, `of one in ${colorScheme}`, check);
  await close();
}

async function checkPhone(browser, base, service, check, shoot) {
  const { page, errors, close } = await openPage(browser, { viewport: PHONE });
  for (const [name, path, ready] of [
    ["services-phone", "/services", ".services tbody tr"],
    ["service-phone", `/services/${service}`, ".chart"],
  ]) {
    await page.goto(base + path);
    await page.locator(ready).first().waitFor();
    const wide = await page.evaluate(
      () =>
        [...document.querySelectorAll("main *")].filter((element) => {
          const { right, width } = element.getBoundingClientRect();
          return width > 0 && right > window.innerWidth + 1 && element.closest("pre, svg") === null;
        }).length,
    );
    check(wide === 0, `nothing is wider than a phone: ${name}`);
    await shoot(page, name);
    await clean(page, errors, `on a phone: ${name}`, check);
  }
  await close();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , base, service, folder] = process.argv;
  if (base === undefined || service === undefined) {
    console.error("node e2e/services-page.mjs BASE_URL SERVICE [FOLDER_FOR_SCREENSHOTS]");
    process.exit(2);
  }
  const browser = await launch();
  const failures = await checkServicesPage(browser, base.replace(/\/$/, ""), service, folder).finally(() =>
    browser.close(),
  );
  finish(failures);
}
