// `npm run docs` writes docs/causes.svg: the table of causes as a picture, one row a cause, one column what it explains.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAUSES, explainedBy } from '../../src-main/checks/causes.ts';
import { canBeCause, FINDING_CODES, type FindingCode } from '../../src-main/model/codes.ts';

export const FILE = join(import.meta.dirname, '../../docs/causes.svg');

const CELL = 15;
const LEFT = 240;
const TOP = 250;
const EDGE = 24;
const CHARACTER = 6.7;

/** One column: a code, or all of a family where every cause that explains one of them explains all. */
type Column = { readonly label: string; readonly codes: readonly FindingCode[] };

const familyOf = (code: string) => code.slice(0, code.indexOf('.'));

export const rows = (): readonly FindingCode[] => FINDING_CODES.filter((code) => explainedBy(code).size > 0);

export const columns = (): readonly Column[] => {
  const causes = Object.keys(CAUSES) as FindingCode[];
  const by = (code: FindingCode) => causes.filter((cause) => explainedBy(cause).has(code)).join(' ');
  const named = new Set<string>(Object.values(CAUSES).flatMap(({ explains }) => explains));
  const families = Map.groupBy(FINDING_CODES, familyOf);
  return [...families].flatMap(([family, codes]): Column[] => {
    // A code of a family that never fails by itself needs no explanation.
    const explained = codes.filter((code) => by(code) !== '' && (canBeCause(code) || named.has(code)));
    const alike = new Set(codes.map(by)).size === 1;
    if (alike && codes.some((code) => by(code) !== '') && named.has(`${family}.*`))
      return [{ label: `${family}.*`, codes }];
    return explained.map((code) => ({ label: code, codes: [code] }));
  });
};

export const causesSvg = (): string => {
  const down = rows();
  const across = columns();
  const width = LEFT + across.length * CELL + EDGE;
  const height = TOP + down.length * CELL + EDGE;
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title about">`,
    '<title id="title">Which failing finding explains which</title>',
    '<desc id="about">Rows are causes, columns are what they explain. Where a row fails, what has a dot in it is no wonder. Made by npm run docs from src-main/checks/causes.ts.</desc>',
    STYLE,
    `<rect class="page" width="${width}" height="${height}"/>`,
    `<text class="head" x="${EDGE}" y="${EDGE + 8}">Which failing finding explains which</text>`,
    ...[
      'Read a row: where the left one fails,',
      'those with a dot are no wonder.',
      'The verdict is what nothing explains.',
    ].map((line, i) => `<text class="quiet" x="${EDGE}" y="${EDGE + 30 + i * 16}">${line}</text>`),
    ...bands(
      down.map(familyOf),
      (from, count) => `x="${EDGE}" y="${TOP + from * CELL}" width="${width - 2 * EDGE}" height="${count * CELL}"`,
    ),
    ...bands(
      across.map(({ label }) => familyOf(label)),
      (from, count) =>
        `x="${LEFT + from * CELL}" y="${TOP - 180}" width="${count * CELL}" height="${height - TOP + 180 - EDGE}"`,
    ),
    ...across.map(({ label }, i) => {
      const x = LEFT + i * CELL + CELL / 2 + 4;
      return `<text x="${x}" y="${TOP - 6}" transform="rotate(-90 ${x} ${TOP - 6})">${label}</text>`;
    }),
    ...down.flatMap((code, i) => rowOf(code, TOP + i * CELL, across)),
    '</svg>',
  ];
  return `${out.join('\n')}\n`;
};

const rowOf = (code: FindingCode, y: number, across: readonly Column[]): readonly string[] => {
  const explained = explainedBy(code);
  const at = (i: number) => LEFT + i * CELL + CELL / 2;
  return [
    `<text x="${(LEFT - 8 - code.length * CHARACTER).toFixed(1)}" y="${y + CELL - 4}">${code}</text>`,
    ...across.flatMap(({ label, codes }, i) => {
      if (codes.includes(code) && codes.length === 1)
        return [`<path class="self" d="M${at(i) - 3} ${y + CELL / 2}h6"/>`];
      if (!codes.every((c) => c === code || explained.has(c))) return [];
      return [`<circle cx="${at(i)}" cy="${y + CELL / 2}" r="4"><title>${code} explains ${label}</title></circle>`];
    }),
  ];
};

/** Every other family on a ground of its own. */
const bands = (families: readonly string[], box: (from: number, count: number) => string): readonly string[] => {
  const out: string[] = [];
  let from = 0;
  let odd = false;
  families.forEach((family, i) => {
    if (families[i + 1] === family) return;
    if (odd) out.push(`<rect class="band" ${box(from, i + 1 - from)}/>`);
    odd = !odd;
    from = i + 1;
  });
  return out;
};

const STYLE = `<style>
.page { fill: #fff } text { font: 11px ui-monospace, Menlo, Consolas, monospace; fill: #1d2733 }
.head { font: 600 16px system-ui, sans-serif } .quiet { font: 12px system-ui, sans-serif; fill: #5a6675 }
.band { fill: #2f6f9f; opacity: .09 } circle { fill: #2f6f9f } .self { stroke: #9aa5b1; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) {
.page { fill: #14191f } text { fill: #e4e9ee } .quiet { fill: #9aa7b5 } .band { fill: #7db8e0; opacity: .1 } circle { fill: #7db8e0 }
}
</style>`;

if (import.meta.main) writeFileSync(FILE, causesSvg());
