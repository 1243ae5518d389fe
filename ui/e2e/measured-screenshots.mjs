import { finish, launch, PHONE } from "./browser.mjs";
import { picture } from "./pictures.mjs";

/**
 * Takes the pictures of services and ledger: `node e2e/measured-screenshots.mjs BASE_URL SERVICE`. Spans have come to the
 * server for some minutes (`./hopwise simulate --scenario unbounded-attribute`), and the service takes requests. The key
 * that is open is the first that is to be dropped or hashed.
 */

const [, , url, service] = process.argv;
if (url === undefined || service === undefined) {
  console.error("node e2e/measured-screenshots.mjs BASE_URL SERVICE");
  process.exit(2);
}
const base = url.replace(/\/$/, "");

async function advisedKey() {
  const answer = await fetch(`${base}/api/v1/ledger?limit=5000`);
  if (!answer.ok) throw new Error(`${answer.status} for the ledger: ${await answer.text()}`);
  const { keys } = await answer.json();
  const found = keys.find(({ advice }) => advice === "drop" || advice === "hash");
  if (found === undefined) throw new Error("the ledger advises to drop or hash nothing");
  return new URLSearchParams({ scope: found.scope, of: found.service, key: found.key });
}

const ledger = `${base}/ledger?${await advisedKey()}`;
const browser = await launch();
const failures = [];
const take = async (...picked) => failures.push(...(await picture(browser, ...picked)));
try {
  for (const colorScheme of ["light", "dark"]) {
    await take(`${base}/services`, ".spark", `services-${colorScheme}`, { colorScheme });
    await take(`${base}/services/${service}`, ".chart", `service-${colorScheme}`, { colorScheme });
    await take(ledger, ".rule-text", `ledger-${colorScheme}`, { colorScheme });
  }
  await take(`${base}/services/${service}`, ".chart", "service-phone", { viewport: PHONE });
  await take(ledger, ".rule-text", "ledger-phone", { viewport: PHONE });
} finally {
  await browser.close();
}
for (const failure of failures) console.error(failure);
finish(failures);
