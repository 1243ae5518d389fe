import { pathToFileURL } from "node:url";
import { checklist, finish, launch, openPage, PHONE, screenshots, violations } from "./browser.mjs";

/**
 * Checks the sampling page of a running server to which traces come. Puts a policy and gives it up again; opens a
 * window and closes it.
 *
 *     node e2e/sampling-page.mjs BASE_URL TRACE_ID [FOLDER_FOR_SCREENSHOTS]
 *
 * The trace is one that is stored.
 */
export async function checkSamplingPage(browser, base, traceId, folder) {
  const { check, failures } = checklist("sampling");
  const shoot = await screenshots(folder);
  await checkWindows(browser, base, check, shoot);
  await checkExplain(browser, base, traceId, check, shoot);
  await checkPolicy(browser, base, check, shoot);
  for (const colorScheme of ["light", "dark"]) await checkOverview(browser, base, colorScheme, check, shoot);
  await checkPhone(browser, base, traceId, check, shoot);
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

async function checkOverview(browser, base, colorScheme, check, shoot) {
  const { page, errors, close } = await openPage(browser, { colorScheme });
  await page.goto(`${base}/sampling`);
  await page.locator(".rules tbody tr").first().waitFor();
  check(
    /^(Keeping|No trace)/.test(await verdictOf(page)),
    `the first line says what is kept: ${await verdictOf(page)}`,
  );
  check(await page.getByText(/^policy \d+, /).isVisible(), "it says which policy is in force and since when");
  check(await shown(page.locator(".side .sec h2", { hasText: "Incident windows" })), "the windows stand beside it");
  await page.waitForTimeout(300);
  await shoot(page, `sampling-${colorScheme}`);
  await clean(page, errors, `in ${colorScheme}`, check);
  await close();
}

async function checkWindows(browser, base, check, shoot) {
  const { page, errors, close } = await openPage(browser);
  await page.goto(`${base}/explore`);
  await page.locator("h1.verdict, .state").first().waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  check(await shown(page.locator(".rules")), "g s leads to Sampling");
  await page.keyboard.press("w");
  const query = page.getByLabel("Traces that match");
  check(await shown(query), "w opens the form");
  check(await query.evaluate((element) => element === document.activeElement), "the form takes the keyboard");
  await page.keyboard.press("Enter");
  check(
    await shown(page.getByRole("alert").filter({ hasText: "every trace" })),
    "a missing scope is told at its field",
  );
  await query.fill('{ name = "no such request" }');
  await page.getByLabel("For", { exact: true }).fill("soon");
  await page.keyboard.press("Enter");
  const refused = page.locator("#window-ttl-hint.err");
  check(
    await shown(refused),
    `the server's refusal stands at its field: ${await refused.textContent().catch(() => "")}`,
  );
  await shoot(page, "sampling-new-window");
  await clean(page, errors, "in the form", check);
  await page.getByLabel("For", { exact: true }).fill("9m");
  await page.getByLabel("Reason").fill("a check of the page");
  await page.waitForURL(/reason=/, { timeout: 2_000 }).catch(() => {});
  check(/ttl=9m/.test(page.url()) && /q=/.test(page.url()), "the form stands in the address");
  await page.reload();
  check(
    (await shown(query)) && (await query.inputValue()) === '{ name = "no such request" }',
    "a link fills the form in",
  );
  await query.press("Enter");
  await page.waitForURL(/\/sampling\/windows\/w[^/]+-[0-9a-f]+$/, { timeout: 5_000 }).catch(() => {});
  const card = page.locator("article.window.on");
  check(await shown(card), "the window that was opened is shown, and in the address");
  const left = card.getByRole("timer");
  const before = await left.textContent();
  check(/^0[89]:\d\d$/.test(before ?? ""), `it counts down: ${before}`);
  check(await shown(card.getByRole("timer").filter({ hasNotText: before })), "second by second");
  check(/0 of 0 traces kept/.test((await card.textContent()) ?? ""), "it says what it kept");
  check(/back to/.test((await card.textContent()) ?? ""), "it says how far it reaches back");
  await clean(page, errors, "with a window", check);
  await page.reload();
  check(await shown(card), "a reload of the link shows the same window");
  await card.getByRole("button", { name: "Close now" }).click();
  await card.getByRole("button", { name: "Close it for good" }).click();
  check(
    await shown(page.locator("article.window.on", { hasText: /clos(ing|ed)/ })),
    "it can be closed, on a second word",
  );
  check(await shown(card.getByText("Open for")), "it ends with a summary");
  await shoot(page, "sampling-closed-window");
  await page.keyboard.press("Escape");
  await page.waitForURL(/\/sampling$/, { timeout: 2_000 }).catch(() => {});
  await page.keyboard.press("j");
  await page.waitForURL(/\/sampling\/windows\//, { timeout: 2_000 }).catch(() => {});
  check(/\/sampling\/windows\//.test(page.url()), "j goes to the first window");
  await close();
}

async function checkExplain(browser, base, traceId, check, shoot) {
  const { page, errors, close } = await openPage(browser);
  await page.goto(`${base}/sampling`);
  await page.locator(".rules").waitFor();
  await page.keyboard.press("i");
  await page.keyboard.type(` ${traceId.toUpperCase()} `);
  await page.keyboard.press("Enter");
  const answer = page.locator(".explained");
  check(await shown(answer), "i explains a trace id, in any case");
  check(
    ((await answer.locator(".say").textContent()) ?? "").startsWith("Kept."),
    "a stored trace was kept, with the reason",
  );
  check(/probability/.test((await answer.textContent()) ?? ""), "its probability is told in words");
  check(new RegExp(`/sampling/explain/${traceId}$`, "i").test(page.url()), "the explanation has a link");
  await shoot(page, "sampling-explain");
  await clean(page, errors, "in an explanation", check);
  await answer.getByRole("link", { name: "The trace" }).click();
  check(await shown(page.locator("[role=treeitem]").first()), "it leads to the trace");
  await page.keyboard.press("i");
  check(await shown(answer), "i leads from the trace back to its explanation");
  await page.goto(`${base}/sampling/explain/00000000000000000000000000000dad`);
  check(await shown(page.getByText("Never seen.")), "an id that nobody saw is told so");
  await page.goto(`${base}/sampling/explain/checkout`);
  check(await shown(page.getByText("is no trace id")), "what is no trace id is told so");
  await close();
}

async function checkPolicy(browser, base, check, shoot) {
  const { page, errors, close } = await openPage(browser);
  await page.goto(`${base}/sampling`);
  await page.locator(".rules").waitFor();
  await page.keyboard.press("t");
  const text = page.getByLabel("Policy draft, YAML");
  check(await shown(text), "t leads to the policy's text");
  check(/is in force/.test(await verdictOf(page)), `the draft begins as what is in force: ${await verdictOf(page)}`);
  await text.fill("rules:\n  - name: errors\n    when: '{ status = error }'\n    sample: alwys\n");
  await text.press("Escape");
  await page.getByRole("button", { name: "Put in force" }).click();
  const place = page.getByRole("button", { name: "line 4, column 13" });
  check(await shown(place), "a wrong draft is refused with the line");
  check(/refused/.test(await verdictOf(page)), `and the first line says so: ${await verdictOf(page)}`);
  check((await page.locator(".drawn .wrong u").textContent()) === "alwys", "the word is underlined at its place");
  await shoot(page, "sampling-refused");
  await clean(page, errors, "in a refused draft", check);
  await place.click();
  check(
    await text.evaluate((element) => element.value.slice(element.selectionStart).startsWith("alwys")),
    "a click on the problem leads there",
  );
  await page.reload();
  check(/alwys/.test(await text.inputValue()), "a reload keeps the draft");
  await text.fill(
    "rules:\n  - name: errors\n    when: '{ status = error }'\n    sample: always\n  - name: baseline\n    sample: { probability: 0.5 }\n",
  );
  await checkSimulation(page, text, check, shoot);
  await page.getByRole("button", { name: "Put in force" }).click();
  check(await shown(page.getByText("In force since")), "a right draft is put in force");
  check(/set by somebody/.test((await page.locator(".head .meta").textContent()) ?? ""), "and told where it came from");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  check(
    await shown(page.locator(".verdict", { hasText: /^Keeping [<>\d]/ }), 40_000),
    `the rules count what comes: ${await verdictOf(page)}`,
  );
  await shoot(page, "sampling-half");
  await page.goto(`${base}/sampling/policy`);
  await page.getByRole("button", { name: "Go back to" }).click();
  await page.getByRole("button", { name: "Go back to" }).waitFor({ state: "detached", timeout: 5_000 });
  check(
    !/set by somebody/.test((await page.locator(".head .meta").textContent()) ?? ""),
    "what was set can be given up",
  );
  check(errors.length === 0, `no errors in the editor ${errors.join("; ")}`);
  await close();
}

async function checkSimulation(page, text, check, shoot) {
  await text.press("Control+Enter");
  check(await shown(page.locator(".compare tbody tr").first(), 60_000), "a draft is simulated");
  const measures = await page.locator(".compare tbody th").allTextContents();
  check(
    measures.join() === "traces kept,spans kept,spans/s kept,bytes a day",
    `today stands beside the draft: ${measures.join(", ")}`,
  );
  check(
    ((await page.locator(".answer .say").textContent()) ?? "").startsWith("The draft would keep"),
    "with its price in words",
  );
  await shoot(page, "sampling-simulated");
  const found = await violations(page);
  check(found.length === 0, `axe finds nothing serious in a simulation ${found.join("; ")}`);
}

async function checkPhone(browser, base, traceId, check, shoot) {
  const { page, errors, close } = await openPage(browser, { viewport: PHONE });
  const places = {
    phone: "",
    "phone-explain": `/explain/${traceId}`,
    "phone-policy": "/policy",
    "phone-new": "/windows/new",
  };
  for (const [name, place] of Object.entries(places)) {
    await page.goto(`${base}/sampling${place}`);
    await page.locator("h1.verdict").waitFor();
    if (name === "phone-explain") await shown(page.locator(".explained"));
    check(
      !(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)),
      `nothing is wider than a phone: ${name}`,
    );
    if (name === "phone-explain")
      check(await page.locator("#sampling-explain .sec").isVisible(), "a link to an explanation shows it on a phone");
    await shoot(page, `sampling-${name}`);
    await clean(page, errors, `on a phone: ${name}`, check);
  }
  await close();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , base, traceId, folder] = process.argv;
  if (base === undefined || traceId === undefined) {
    console.error("node e2e/sampling-page.mjs BASE_URL TRACE_ID [FOLDER_FOR_SCREENSHOTS]");
    process.exit(2);
  }
  const browser = await launch();
  const failures = await checkSamplingPage(browser, base.replace(/\/$/, ""), traceId, folder).finally(() =>
    browser.close(),
  );
  finish(failures);
}
