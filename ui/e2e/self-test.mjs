import { checklist, finish, launch, openPage, screenshots } from "./browser.mjs";
import { checkExplorePage } from "./explore-page.mjs";
import { DROPPED_ID, PENDING_ID } from "./fixture/sampling.mjs";
import {
  HUNDRED_THOUSAND_ID,
  LATE_ID,
  PARTIAL_ID,
  SKEWED_ID,
  startFixture,
  TEN_THOUSAND_ID,
} from "./fixture/server.mjs";
import { SHOP_ID } from "./fixture/shop.mjs";
import { checkLedgerPage } from "./ledger-page.mjs";
import { checkSamplingPage } from "./sampling-page.mjs";
import { checkServicesPage } from "./services-page.mjs";
import { checkTracePage } from "./trace-page.mjs";

/** Runs all checks against the built pages and recorded answers: `node e2e/self-test.mjs [FOLDER_FOR_SCREENSHOTS]`. */

const folder = process.argv[2];

async function checkLarge(browser, base, traceId, readyMillisMax) {
  const { check, failures } = checklist(`${Number(traceId)} spans`);
  const { page, errors, close } = await openPage(browser);
  const began = performance.now();
  await page.goto(`${base}/trace/${traceId}`);
  await page.locator("[role=treeitem]").first().waitFor({ timeout: 60_000 });
  const ready = Math.round(performance.now() - began);
  check(ready < readyMillisMax, `drawn after ${ready} ms`);
  check((await page.locator("[role=treeitem]").count()) < 80, "only the rows on screen are in the document");
  const slowest = await page.locator(".rows").evaluate(async (element) => {
    const frames = [];
    let last = performance.now();
    for (let i = 0; i < 60; i++) {
      element.scrollTop += 140;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      frames.push(performance.now() - last);
      last = performance.now();
    }
    return frames.sort((a, b) => a - b)[Math.floor(frames.length * 0.9)];
  });
  check(slowest < 100, `nine of ten scrolled frames within ${Math.round(slowest)} ms`);
  const shoot = await screenshots(folder);
  await shoot(page, `trace-${Number(traceId)}`);
  check(errors.length === 0, `no errors ${errors.join("; ")}`);
  await close();
  return failures;
}

async function checkStates(browser) {
  const { check, failures } = checklist("states");
  const shoot = await screenshots(folder);
  const fixture = await startFixture({ mode: "empty" });
  const { page, close } = await openPage(browser);
  await page.goto(fixture.base);
  await page.getByText("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318").waitFor();
  check(true, "an empty store says how to send the first span");
  await shoot(page, "state-empty");
  fixture.state.mode = "full";
  await page.locator(".results li").first().waitFor({ timeout: 6_000 });
  check(true, "the page fills by itself");
  await page.goto(`${fixture.base}/explore?q=${encodeURIComponent('{ name = "nothing" }')}`);
  await page.getByText("No trace matches").waitFor();
  check(await page.getByText("120\u202f000 spans").first().isVisible(), "no match says what was inspected");
  await page.goto(`${fixture.base}/explore?q=${encodeURIComponent('{ name = "partial" }')}`);
  await page.getByText("Go on").waitFor();
  check(await page.getByText("Complete down to").first().isVisible(), "a partial answer says how far it goes");
  await page.goto(`${fixture.base}/trace/${PARTIAL_ID}`);
  await page.getByText("the root has not arrived").waitFor();
  check(true, "a trace without a root is drawn and says so");
  await shoot(page, "state-partial-trace");
  await page.goto(`${fixture.base}/trace/${SKEWED_ID}`);
  const clock = page.getByRole("button", { name: "clock of payments" });
  await clock.waitFor();
  const corrected = await page.locator(".rows").innerHTML();
  check(((await clock.textContent()) ?? "").includes("moved −400 ms"), "a clock that was moved is told");
  await page.keyboard.press("r");
  await page.getByText("differs by −400 ms").first().waitFor();
  check((await page.locator(".rows").innerHTML()) !== corrected, "r draws the times as they were sent");
  await page.waitForURL(/times=raw/);
  await page.reload();
  await page.getByText("differs by −400 ms").first().waitFor();
  check(true, "and a link keeps that");
  await page.goto(`${fixture.base}/trace/abc`);
  await page.getByText("is stored.").first().waitFor();
  check(true, "an unknown trace says so");
  fixture.state.mode = "down";
  await page.goto(`${fixture.base}/explore`);
  await page.getByText("Trying again").waitFor();
  await shoot(page, "state-trouble");
  fixture.state.mode = "full";
  await page.getByRole("button", { name: "Now" }).click();
  await page.locator(".results li").first().waitFor();
  check(true, "trouble of the server is told, and tried again");
  await close();
  await fixture.close();
  return failures;
}

async function checkSamplingStates(browser) {
  const { check, failures } = checklist("states of sampling");
  const shoot = await screenshots(folder);
  const fixture = await startFixture({ mode: "empty" });
  const { page, close } = await openPage(browser);
  await page.goto(`${fixture.base}/sampling`);
  await page.getByText("Keeping every trace").first().waitFor();
  check(await page.getByText("None is set").isVisible(), "no budget is told, and how to set one");
  check(await page.getByText("In an incident, keep more").isVisible(), "no window is told, and what one is for");
  await shoot(page, "state-sampling-empty");
  await page.goto(`${fixture.base}/sampling/policy`);
  await page.getByLabel("Policy draft, YAML").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByText("there is nothing to try the draft on").waitFor();
  check(true, "a simulation of nothing says so");
  await page.goto(`${fixture.base}/sampling/windows/w1-dead`);
  await page.getByText("There is no window").waitFor();
  check(true, "a window that is gone is told so");
  fixture.state.mode = "full";
  await page.goto(`${fixture.base}/sampling`);
  await page.getByRole("alert").filter({ hasText: "could not be used" }).waitFor();
  check(
    (await page.locator(".rejected .problems li").count()) === 2,
    "a rejected file is told with every line and reason",
  );
  check((await page.locator(".counters .slow").count()) === 1, "a window says what its budget cost");
  check(await page.getByText("Reading back to").isVisible(), "reaching back is told while it runs");
  await page.goto(`${fixture.base}/sampling/explain/${DROPPED_ID}`);
  check(
    ((await page.locator(".explained .say").textContent()) ?? "").startsWith("Not kept."),
    "a dropped trace says why",
  );
  await page.goto(`${fixture.base}/trace/${DROPPED_ID}`);
  await page.getByText("Not kept.").waitFor();
  check(true, "a trace that is not there says why at its own address");
  await page.goto(`${fixture.base}/sampling/explain/${PENDING_ID}`);
  await page.getByText("Not decided yet.").waitFor();
  check(true, "a trace that waits says so");
  await page.goto(`${fixture.base}/trace/${LATE_ID}`);
  await page.locator("[role=treeitem]").first().waitFor();
  check(
    ((await page.locator(".head .pill").first().textContent()) ?? "").startsWith("Late "),
    "late spans are told in a word",
  );
  check(await page.getByRole("link", { name: "Kept by rule baseline, one in 20" }).isVisible(), "and why it was kept");
  await shoot(page, "state-late-trace");
  await page.goto(`${fixture.base}/explore`);
  await page.locator(".results li").first().waitFor();
  check((await page.locator(".results .pill.pick").count()) > 0, "a result bears the mark of its window");
  fixture.state.mode = "down";
  await page.goto(`${fixture.base}/sampling`);
  await page.getByText("Trying again").first().waitFor();
  check((await page.getByText("Trying again").count()) === 1, "trouble of the server is told once");
  await shoot(page, "state-sampling-trouble");
  fixture.state.mode = "full";
  await page.getByRole("button", { name: "Now" }).click();
  await page.locator(".rules").waitFor();
  check(true, "and tried again");
  await close();
  await fixture.close();
  return failures;
}

async function checkMeasuredStates(browser) {
  const { check, failures } = checklist("states of services and ledger");
  const shoot = await screenshots(folder);
  const fixture = await startFixture({ mode: "empty" });
  const { page, close } = await openPage(browser);
  for (const path of ["/services", "/ledger"]) {
    fixture.state.mode = "empty";
    await page.goto(fixture.base + path);
    await page.getByText("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318").waitFor();
    check(true, `${path} of an empty store says how to send the first span`);
    await shoot(page, `state${path.replace("/", "-")}-empty`);
    fixture.state.mode = "down";
    await page.reload();
    await page.getByText("Trying again").first().waitFor();
    check((await page.getByText("Trying again").count()) === 1, `${path} tells trouble of the server once`);
    await shoot(page, `state${path.replace("/", "-")}-trouble`);
    fixture.state.mode = "full";
    await page.getByRole("button", { name: "Now" }).click();
    await page.locator(".figures tbody tr").first().waitFor();
    check((await page.getByText("Trying again").count()) === 0, `${path} is filled when it is tried again`);
    fixture.state.mode = "refuse";
    await page.reload();
    await page.getByText("The server does not answer this").waitFor();
    check(await page.getByText("not kept from so long ago").isVisible(), `${path} tells why it is refused`);
    fixture.state.mode = "slow";
    await page.reload();
    await page.locator(".loading").waitFor();
    check(true, `${path} says that it waits`);
  }
  fixture.state.mode = "full";
  await page.goto(`${fixture.base}/services/payments`);
  await page.locator(".chart").nth(2).waitFor();
  const line = (await page.locator(".chart .line").first().getAttribute("d")) ?? "";
  check((line.match(/M/g) ?? []).length === 2, "no line runs through what was not measured");
  check((await page.locator(".chart rect").count()) === 3, "which is hatched in each chart");
  await page.getByText("has 12 stored traces and no series of its own.").waitFor();
  check(await page.getByText("was measured 5\u202f400 times").isVisible(), "correlation gaps are told in words");
  await page.goto(`${fixture.base}/services`);
  await page.getByRole("link", { name: "shop.mail" }).click();
  await page.reload();
  check(
    await page
      .locator("h1.verdict")
      .textContent()
      .then((text) => text.startsWith("shop.mail")),
    "a dot in a name does no harm",
  );
  await page.goto(`${fixture.base}/services/worker`);
  await page.locator(".chart").first().waitFor();
  check(
    /spans per second/.test((await page.locator(".chart figcaption").first().textContent()) ?? ""),
    "whom nobody calls is told by its spans",
  );
  await close();
  await fixture.close();
  return failures;
}

const fixture = await startFixture();
const browser = await launch();
const failures = [];
try {
  failures.push(...(await checkTracePage(browser, fixture.base, SHOP_ID, folder)));
  failures.push(...(await checkExplorePage(browser, fixture.base, folder)));
  failures.push(...(await checkSamplingPage(browser, fixture.base, SHOP_ID, folder)));
  failures.push(...(await checkServicesPage(browser, fixture.base, "payments", folder)));
  failures.push(...(await checkLedgerPage(browser, fixture.base, "orders", "request.id", folder)));
  failures.push(...(await checkMeasuredStates(browser)));
  failures.push(...(await checkStates(browser)));
  failures.push(...(await checkSamplingStates(browser)));
  failures.push(...(await checkLarge(browser, fixture.base, TEN_THOUSAND_ID, 8_000)));
  failures.push(...(await checkLarge(browser, fixture.base, HUNDRED_THOUSAND_ID, 30_000)));
} finally {
  await browser.close();
  await fixture.close();
}
finish(failures);
