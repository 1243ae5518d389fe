import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DESK, openPage } from "./browser.mjs";

/** Takes a picture of the documentation. Inter and JetBrains Mono stand in for the system fonts where they are installed. */

const FOLDER = fileURLToPath(new URL("../../docs/screenshots", import.meta.url));
const BYTES_MAX = 400_000;
const FONTS = { "--sans": "Inter, system-ui, sans-serif", "--mono": '"JetBrains Mono", ui-monospace, monospace' };

/** Answers what was wrong. `before` may press keys once the page is `ready`. */
export async function picture(browser, url, ready, name, options = {}) {
  const { viewport = DESK, colorScheme = "light", before = async () => {} } = options;
  await mkdir(FOLDER, { recursive: true });
  const { page, errors, close } = await openPage(browser, { viewport, colorScheme });
  await page.goto(url);
  await page.locator(ready).first().waitFor();
  await before(page);
  await page.evaluate((fonts) => {
    for (const [token, value] of Object.entries(fonts)) document.documentElement.style.setProperty(token, value);
  }, FONTS);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(300);
  const file = join(FOLDER, `${name}.png`);
  await page.screenshot({ path: file });
  await close();
  const { size } = await stat(file);
  console.log(`${name}.png ${Math.round(size / 1000)} kB`);
  return [...errors, ...(size > BYTES_MAX ? [`${name}.png has ${size} bytes, more than ${BYTES_MAX}`] : [])];
}
