import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Installs, checks, tests and bundles the pages: what Maven calls in `generate-resources`. Each step is skipped while
 * its inputs are the same as when it last succeeded. The stamps lie in node_modules, so that `mvn clean` costs nothing.
 */

const HERE = fileURLToPath(new URL(".", import.meta.url));
const STAMPS = join(HERE, "node_modules", ".hopwise");
const CONFIGS = [
  "package.json",
  "package-lock.json",
  ".npmrc",
  "index.html",
  "vite.config.ts",
  "tsconfig.json",
  ".oxlintrc.json",
  ".prettierrc.json",
  ".prettierignore",
  "build.mjs",
  "README.md",
];
const FOLDERS = ["src", "public", "test", "e2e"];

/** What `npm ci` installs depends on these and on the Node that runs it. */
step("install", ["package.json", "package-lock.json", ".npmrc"], "node_modules/vite", () => {
  npm("ci", "--prefer-offline", "--no-audit", "--no-fund");
});

step("bundle", [...CONFIGS, ...FOLDERS], "dist/index.html", () => {
  npm("run", "check");
  npm("run", "bundle");
  // Maven only adds to it: file names carry a hash, and old ones would stay in the jar.
  rmSync(join(HERE, "target", "classes", "ui"), { recursive: true, force: true });
});

function step(name, inputs, output, run) {
  const hash = hashOf(inputs);
  const stamp = join(STAMPS, name);
  if (existsSync(join(HERE, output)) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) {
    console.log(`ui ${name}: up to date`);
    return;
  }
  run();
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(stamp, hash);
}

function hashOf(inputs) {
  const hash = createHash("sha256").update(process.version);
  for (const file of inputs.flatMap((input) => filesIn(join(HERE, input))).sort()) {
    hash.update(`\0${relative(HERE, file)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  return statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesIn(join(path, name))) : [path];
}

/** The npm beside this Node, called without a shell: a path may contain spaces. */
function npm(...args) {
  const windows = process.platform === "win32";
  execFileSync(windows ? "npm.cmd" : "npm", args, { cwd: HERE, stdio: "inherit", shell: windows });
}
