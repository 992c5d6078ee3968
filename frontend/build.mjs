// Builds src/firstpoint/static/dist/: two style sheets, the icon sprite, the images the sheets name, and the editor.

import { buildSync } from "esbuild";
import { compile } from "sass";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/firstpoint/static/dist");
// Put in its place as a whole at the end: a build that fails leaves what was there.
const dist = mkdtempSync(join(here, "node_modules/.built-"));
const uswds = join(here, "node_modules/@uswds/uswds");

function buildSheet(name) {
  const { css } = compile(join(here, `styles/${name}.scss`), {
    style: "compressed",
    loadPaths: [join(here, "styles"), join(uswds, "packages")],
    quietDeps: true,
  });
  writeFileSync(join(dist, `${name}.css`), css);
  return css;
}

// The design system names more images than it needs; only those in the finished sheets are copied.
function copyNamedImages(css) {
  for (const [, path] of css.matchAll(/url\("?(img\/[^")]+)"?\)/g)) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    copyFileSync(join(uswds, "dist", path), join(dist, path));
  }
}

function buildSprite() {
  const names = readFileSync(join(here, "icons.txt"), "utf8").trim().split("\n");
  const symbols = names.map((name) => {
    const svg = readFileSync(join(uswds, `dist/img/usa-icons/${name}.svg`), "utf8");
    const viewBox = svg.match(/viewBox="([^"]+)"/)[1];
    const shapes = svg.replace(/^[^]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
    return `<symbol id="${name}" viewBox="${viewBox}">${shapes}</symbol>`;
  });
  writeFileSync(join(dist, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

function buildEditor() {
  buildSync({
    entryPoints: [join(here, "editor/main.mjs")],
    outfile: join(dist, "editor.js"),
    bundle: true,
    format: "esm",
    legalComments: "eof",
    minify: true,
    target: "es2022",
  });
}

for (const name of ["public", "desk"]) {
  copyNamedImages(buildSheet(name));
}
buildSprite();
buildEditor();
chmodSync(dist, 0o755);
rmSync(target, { recursive: true, force: true });
renameSync(dist, target);
