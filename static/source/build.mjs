// Builds static/dist: our style sheet from the Sass here, and govuk-frontend's script.
// Nothing else of govuk-frontend is published: its assets folder holds the crown and the Transport font.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const here = new URL("./", import.meta.url);
const govuk = new URL("node_modules/govuk-frontend/dist/", here);
const dist = new URL("../dist/", here);

mkdirSync(dist, { recursive: true });
const { css } = compile(fileURLToPath(new URL("portal.scss", here)), { style: "compressed", loadPaths: [fileURLToPath(govuk)] });
writeFileSync(new URL("portal.css", dist), css);
const script = readFileSync(new URL("govuk/govuk-frontend.min.js", govuk), "utf8");
writeFileSync(new URL("govuk-frontend.min.js", dist), script.replace(/\/\/# sourceMappingURL=.*\s*$/, "\n"));
